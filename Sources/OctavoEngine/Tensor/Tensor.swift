import CKernels

/// An array of float32 numbers of any rank, row-major. A value: copies share memory until one is
/// written.
public struct Tensor: Sendable {
  public let shape: [Int]
  private var storage: TensorStorage

  /// A tensor whose numbers are yet to be written.
  init(uninitialized shape: [Int]) {
    self.shape = shape
    self.storage = TensorStorage(count: shape.reduce(1, *))
  }

  public init(repeating value: Float, shape: [Int]) {
    self.init(uninitialized: shape)
    withPointers(mutableFrom(0)) { octavo_fill(count, value, $0) }
  }

  public init(zeros shape: [Int]) {
    self.init(repeating: 0, shape: shape)
  }

  /// - Precondition: `values` has as many numbers as `shape` asks for.
  public init(_ values: some Collection<Float>, shape: [Int]) {
    self.init(uninitialized: shape)
    precondition(values.count == count, "\(values.count) numbers for shape \(shape)")
    withPointers(mutableFrom(0)) {
      _ = UnsafeMutableBufferPointer(start: $0, count: count).initialize(from: values)
    }
  }

  /// A shape that stands for a tensor where nothing is computed, such as while the parameters of a
  /// model are counted.
  init(withoutNumbers shape: [Int]) {
    self.init(shape: shape, storage: TensorStorage.empty)
  }

  private init(shape: [Int], storage: TensorStorage) {
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
    try withPointers(from(0)) { try body(UnsafeBufferPointer(start: $0, count: count)) }
  }

  public mutating func withUnsafeMutableBuffer<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    makeUnique()
    return try withPointers(mutableFrom(0)) {
      try body(UnsafeMutableBufferPointer(start: $0, count: count))
    }
  }

  /// Copies the numbers if another tensor shares them.
  mutating func makeUnique() {
    if isKnownUniquelyReferenced(&storage) {
      storage.allowWriting()
    } else {
      storage = storage.copy()
    }
  }

  /// Whether writing would copy nothing.
  mutating func isUnique() -> Bool { isKnownUniquelyReferenced(&storage) }
}

/// Where the engine's own loops read and write, for `withPointers`.
extension Tensor {
  /// The numbers from a row-major position on.
  func from(_ index: Int) -> TensorView<UnsafePointer<Float>> { storage.view(from: index) }

  /// The numbers from a row on, where a row is the last axis, or from one of its columns on.
  func row(_ row: Int, column: Int = 0) -> TensorView<UnsafePointer<Float>> {
    from(row * columns + column)
  }

  /// As `from`, for writing into memory that is new, or that `makeUnique` has made this tensor's
  /// own.
  func mutableFrom(_ index: Int) -> TensorView<UnsafeMutablePointer<Float>> {
    storage.mutableView(from: index)
  }

  /// As `row`, for writing under the same condition as by `mutableFrom`.
  func mutableRow(_ row: Int, column: Int = 0) -> TensorView<UnsafeMutablePointer<Float>> {
    mutableFrom(row * columns + column)
  }

  /// Makes it a mistake to write through this tensor or a copy, until `makeUnique`.
  func forbidWriting() { storage.forbidWriting() }
}

extension Tensor: Equatable {
  /// The same shape and numbers equal in the sense of floating point.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withUnsafeBuffer { left in right.withUnsafeBuffer { left.elementsEqual($0) } }
  }
}
