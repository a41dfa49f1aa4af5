import CKernels

/// An array of float32 numbers of any rank, row-major. A value: copies share memory until one is
/// written.
public struct Tensor: Sendable {
  public let shape: [Int]
  private var storage: Storage

  /// A tensor whose numbers are yet to be written.
  init(uninitialized shape: [Int]) {
    self.shape = shape
    self.storage = Storage(count: shape.reduce(1, *))
  }

  public init(repeating value: Float, shape: [Int]) {
    self.init(uninitialized: shape)
    octavo_fill(count, value, storage.pointer)
  }

  public init(zeros shape: [Int]) {
    self.init(repeating: 0, shape: shape)
  }

  /// - Precondition: `values` has as many numbers as `shape` asks for.
  public init(_ values: some Collection<Float>, shape: [Int]) {
    self.init(uninitialized: shape)
    precondition(values.count == count, "\(values.count) numbers for shape \(shape)")
    _ = UnsafeMutableBufferPointer(start: storage.pointer, count: count).initialize(from: values)
  }

  /// A shape that stands for a tensor where nothing is computed, such as while the parameters of a
  /// model are counted.
  init(withoutNumbers shape: [Int]) {
    self.init(shape: shape, storage: Storage.empty)
  }

  private init(shape: [Int], storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  /// How many numbers.
  public var count: Int { storage.count }

  /// The length of the last axis.
  public var columns: Int { shape.last ?? 1 }

  /// How many rows of `columns` numbers.
  public var rows: Int { columns == 0 ? 0 : count / columns }

  public var values: [Float] { withUnsafeBuffer { Array($0) } }

  /// The only number of a tensor that has one.
  public var scalar: Float {
    precondition(count == 1, "shape \(shape) is not a scalar")
    return self[0]
  }

  /// The number at a row-major position.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count)
      return withUnsafeBuffer { $0[index] }
    }
    set {
      precondition(index >= 0 && index < count)
      withUnsafeMutableBuffer { $0[index] = newValue }
    }
  }

  /// The same numbers seen in another shape.
  public func reshaped(_ shape: [Int]) -> Tensor {
    precondition(shape.reduce(1, *) == count, "\(self.shape) does not reshape to \(shape)")
    return Tensor(shape: shape, storage: storage)
  }

  public func withUnsafeBuffer<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
    try withExtendedLifetime(storage) {
      try body(UnsafeBufferPointer(start: storage.pointer, count: count))
    }
  }

  public mutating func withUnsafeMutableBuffer<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    makeUnique()
    return try withExtendedLifetime(storage) {
      try body(UnsafeMutableBufferPointer(start: storage.pointer, count: count))
    }
  }

  /// Copies the numbers if another tensor shares them.
  mutating func makeUnique() {
    if isKnownUniquelyReferenced(&storage) { return }
    let copy = Storage(count: count)
    copy.pointer.update(from: storage.pointer, count: count)
    storage = copy
  }

  /// Whether writing would copy nothing.
  mutating func isUnique() -> Bool { isKnownUniquelyReferenced(&storage) }
}

/// How the engine's own loops reach the numbers. To be called inside the body of a loop that
/// captures the tensor, which keeps its memory alive.
extension Tensor {
  /// The numbers from row `row` on, where a row is the last axis.
  func row(_ row: Int) -> UnsafePointer<Float> {
    UnsafePointer(storage.pointer + row * columns)
  }

  /// As `row`, for writing into a tensor that is known to share its memory with no other.
  func mutableRow(_ row: Int) -> UnsafeMutablePointer<Float> {
    storage.pointer + row * columns
  }

  func from(_ index: Int) -> UnsafePointer<Float> { UnsafePointer(storage.pointer + index) }
  func mutableFrom(_ index: Int) -> UnsafeMutablePointer<Float> { storage.pointer + index }
}

private final class Storage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  static let empty = Storage(count: 0)

  init(count: Int) {
    self.count = count
    self.pointer = BufferPool.shared.take(count)
  }

  deinit { BufferPool.shared.give(pointer, count) }
}

extension Tensor: Equatable {
  /// The same shape and numbers equal in the sense of floating point.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withUnsafeBuffer { left in right.withUnsafeBuffer { left.elementsEqual($0) } }
  }
}
