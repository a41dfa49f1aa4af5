import Foundation

/// The tensors of one safetensors file. The file is mapped into memory: only the tensors that are
/// asked for are read.
public struct SafetensorsFile: Sendable {
  public let path: String
  private let bytes: Data
  private let header: SafetensorsHeader

  /// - Throws: ``SafetensorsError`` for a file that is missing or not whole.
  public init(_ path: String) throws(SafetensorsError) {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw .unreadable(file: path, reason: (error as NSError).localizedDescription)
    }
    try self.init(bytes, path: path)
  }

  /// A file that is in memory already.
  ///
  /// - Parameter path: what errors call it.
  package init(_ bytes: Data, path: String) throws(SafetensorsError) {
    self.path = path
    self.bytes = bytes
    header = try bytes.readingBytes { bytes throws(SafetensorsError) in
      try SafetensorsHeader(of: bytes, file: path)
    }
  }

  /// The names of the tensors, sorted.
  public var names: [String] { header.tensors.keys.sorted() }

  public var metadata: [String: String] { header.metadata }

  public func contains(_ name: String) -> Bool { header.tensors[name] != nil }

  public func shape(of name: String) throws(SafetensorsError) -> [Int] {
    try tensor(name).shape
  }

  /// The type of a tensor's numbers as the file names it, such as `"BF16"`.
  public func type(of name: String) throws(SafetensorsError) -> String {
    try tensor(name).type
  }

  /// Checks, without reading any number, that a tensor is there, readable and of a shape.
  public func check(_ name: String, shape: [Int]) throws(SafetensorsError) {
    _ = try floatTensor(name, shape: shape)
  }

  /// A tensor's numbers in row-major order.
  ///
  /// - Parameter shape: the shape the caller needs; another one is an error.
  public func floats(
    of name: String, shape: [Int]? = nil
  ) throws(SafetensorsError) -> [Float] {
    let tensor = try floatTensor(name, shape: shape)
    return [Float](unsafeUninitializedCapacity: tensor.count) { floats, count in
      decode(tensor, into: UnsafeMutableBufferPointer(rebasing: floats[..<tensor.count]))
      count = tensor.count
    }
  }

  /// Copies a tensor's numbers, in row-major order, to memory that the caller owns.
  ///
  /// - Precondition: `floats` has one place for each number of `shape`.
  public func copyFloats(
    of name: String, shape: [Int], into floats: UnsafeMutableBufferPointer<Float>
  ) throws(SafetensorsError) {
    decode(try floatTensor(name, shape: shape), into: floats)
  }

  private struct FloatTensor {
    let format: FloatFormat
    let range: Range<Int>
    var count: Int { range.count / format.byteCount }
  }

  private func tensor(_ name: String) throws(SafetensorsError) -> SafetensorsHeader.Tensor {
    guard let tensor = header.tensors[name] else {
      throw .missingTensor(file: path, tensor: name, nearest: nearestName(to: name, among: names))
    }
    return tensor
  }

  private func floatTensor(
    _ name: String, shape: [Int]?
  ) throws(SafetensorsError) -> FloatTensor {
    let tensor = try tensor(name)
    if let shape, shape != tensor.shape {
      throw .wrongShape(file: path, tensor: name, expected: shape, found: tensor.shape)
    }
    guard let format = FloatFormat(rawValue: tensor.type) else {
      throw .unsupportedType(file: path, tensor: name, type: tensor.type)
    }
    return FloatTensor(format: format, range: tensor.range)
  }

  private func decode(_ tensor: FloatTensor, into floats: UnsafeMutableBufferPointer<Float>) {
    bytes.withUnsafeBytes { bytes in
      let start = header.dataStart + tensor.range.lowerBound
      let stored = bytes[start..<start + tensor.range.count]
      tensor.format.decode(UnsafeRawBufferPointer(rebasing: stored), into: floats)
    }
  }
}

extension Data {
  /// `withUnsafeBytes` for a body that throws one type of error.
  fileprivate func readingBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let result: Swift.Result<Result, Failure> = withUnsafeBytes { bytes in
      do throws(Failure) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
