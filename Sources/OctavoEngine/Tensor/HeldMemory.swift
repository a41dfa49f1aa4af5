import Glibc

/// The memory of tensors that a thread made, less that of those that it let go.
///
/// What is made in one place and let go in another on the same thread leaves a difference that does
/// not depend on other computations in the program. The scratch memory of a parallel loop is let go by
/// the thread that took it, and so leaves none.
enum HeldMemory {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    precondition(pthread_key_create(&key, nil) == 0, "no thread-local memory")
    return key
  }()

  /// In bytes, of the calling thread; may be negative.
  static var bytes: Int { Int(bitPattern: pthread_getspecific(key)) }

  static func add(_ bytes: Int) {
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: self.bytes + bytes))
  }
}
