import CKernels
import Synchronization

/// The memory of tensors. Its address is known in this file alone; all others reach it through
/// `withPointers`.
final class TensorStorage: @unchecked Sendable {
  let count: Int
  private let pointer: UnsafeMutablePointer<Float>
  private let isWritable = Atomic(true)

  static let empty = TensorStorage(count: 0)

  /// The bytes of the tensors that the calling thread has made, less those that it has let go of: the
  /// difference between two readings is what the code between them keeps. May be negative.
  static var heldBytes: Int { octavo_held_bytes() }

  /// Memory whose numbers are yet to be written.
  init(count: Int) {
    self.count = count
    guard let pointer = octavo_take_buffer(count) else {
      MemoryExhaustion.report(octavo_buffer_bytes(count))
    }
    self.pointer = pointer
  }

  deinit {
    octavo_give_buffer(pointer, count)
  }

  func copy() -> TensorStorage {
    let copy = TensorStorage(count: count)
    copy.pointer.update(from: pointer, count: count)
    return copy
  }

  func view(from index: Int) -> TensorView<UnsafePointer<Float>> {
    precondition(index >= 0 && index <= count, "number \(index) of \(count)")
    return TensorView(storage: self, pointer: UnsafePointer(pointer + index))
  }

  func mutableView(from index: Int) -> TensorView<UnsafeMutablePointer<Float>> {
    precondition(index >= 0 && index <= count, "number \(index) of \(count)")
    precondition(
      isWritable.load(ordering: .relaxed), "a variable's numbers can only be written in a copy")
    return TensorView(storage: self, pointer: pointer + index)
  }

  func allowWriting() { isWritable.store(true, ordering: .relaxed) }
  func forbidWriting() { isWritable.store(false, ordering: .relaxed) }
}

/// A tensor's numbers from one of them on, for `withPointers`.
struct TensorView<Pointer> {
  fileprivate let storage: TensorStorage?
  fileprivate let pointer: Pointer
}

/// A view for a parameter that may be null: the pointer is, where there is no tensor.
func nullable<Pointer>(_ view: TensorView<Pointer>?) -> TensorView<Pointer?> {
  TensorView(storage: view?.storage, pointer: view?.pointer)
}

// There is a function for each number of views because the compiler does not specialise one with a
// parameter pack: its calls take 300 ns where these take 10. `Span` would make it impossible that a
// pointer is kept, but a class can give one out only with an experimental feature.

/// Calls `body` with pointers to the numbers of some views, whose memory lasts until `body` returns.
/// The pointers are not to be used after that.
@inline(__always)
func withPointers<A, Result, Failure: Error>(
  _ a: TensorView<A>, body: (A) throws(Failure) -> Result
) throws(Failure) -> Result {
  defer { withExtendedLifetime(a.storage) {} }
  return try body(a.pointer)
}

/// The same for any number of views of one kind; nil for those that are missing.
func withPointers<Pointer, Result, Failure: Error>(
  _ views: [TensorView<Pointer>?], body: ([Pointer?]) throws(Failure) -> Result
) throws(Failure) -> Result {
  defer { withExtendedLifetime(views) {} }
  return try body(views.map { $0?.pointer })
}

@inline(__always)
func withPointers<A, B, Result, Failure: Error>(
  _ a: TensorView<A>, _ b: TensorView<B>,
  body: (A, B) throws(Failure) -> Result
) throws(Failure) -> Result {
  defer { withExtendedLifetime((a.storage, b.storage)) {} }
  return try body(a.pointer, b.pointer)
}

@inline(__always)
func withPointers<A, B, C, Result, Failure: Error>(
  _ a: TensorView<A>, _ b: TensorView<B>, _ c: TensorView<C>,
  body: (A, B, C) throws(Failure) -> Result
) throws(Failure) -> Result {
  defer { withExtendedLifetime((a.storage, b.storage, c.storage)) {} }
  return try body(a.pointer, b.pointer, c.pointer)
}

@inline(__always)
func withPointers<A, B, C, D, Result, Failure: Error>(
  _ a: TensorView<A>, _ b: TensorView<B>, _ c: TensorView<C>, _ d: TensorView<D>,
  body: (A, B, C, D) throws(Failure) -> Result
) throws(Failure) -> Result {
  defer { withExtendedLifetime((a.storage, b.storage, c.storage, d.storage)) {} }
  return try body(a.pointer, b.pointer, c.pointer, d.pointer)
}

@inline(__always)
func withPointers<A, B, C, D, E, Result, Failure: Error>(
  _ a: TensorView<A>, _ b: TensorView<B>, _ c: TensorView<C>, _ d: TensorView<D>,
  _ e: TensorView<E>,
  body: (A, B, C, D, E) throws(Failure) -> Result
) throws(Failure) -> Result {
  defer { withExtendedLifetime((a.storage, b.storage, c.storage, d.storage, e.storage)) {} }
  return try body(a.pointer, b.pointer, c.pointer, d.pointer, e.pointer)
}

@inline(__always)
func withPointers<A, B, C, D, E, F, Result, Failure: Error>(
  _ a: TensorView<A>, _ b: TensorView<B>, _ c: TensorView<C>, _ d: TensorView<D>,
  _ e: TensorView<E>, _ f: TensorView<F>,
  body: (A, B, C, D, E, F) throws(Failure) -> Result
) throws(Failure) -> Result {
  defer {
    withExtendedLifetime((a.storage, b.storage, c.storage, d.storage, e.storage, f.storage)) {}
  }
  return try body(a.pointer, b.pointer, c.pointer, d.pointer, e.pointer, f.pointer)
}
