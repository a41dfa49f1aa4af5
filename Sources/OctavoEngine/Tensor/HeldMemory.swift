import Glibc

/// The memory of the tensors that a thread has allocated, less that of those that it has freed.
///
/// The difference between two readings on one thread is what the code between them keeps, whatever
/// other threads compute. The scratch memory of a parallel loop is freed by the thread that allocated
/// it, and so does not count.
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
