import Foundation
import OctavoBase

/// The tensors of one safetensors file. Only the header and the tensors that are asked for are read.
public struct SafetensorsFile: Sendable {
  public let path: String
  private let source: ByteSource
  private let header: SafetensorsHeader

  /// - Throws: ``SafetensorsError`` for a file that is missing or not whole.
  public init(_ path: String) throws(SafetensorsError) {
    let file: RegularFile
    do throws(FileProblem) { file = try RegularFile(path) } catch {
      throw .unreadable(file: path, reason: error.reason)
    }
    try self.init(.file(file), path: path)
  }

  /// A file that is in memory already.
  ///
  /// - Parameter path: what errors call it.
  package init(_ bytes: Data, path: String) throws(SafetensorsError) {
    try self.init(.memory(bytes), path: path)
  }

  private init(_ source: ByteSource, path: String) throws(SafetensorsError) {
    self.path = path
    self.source = source
    header = try SafetensorsHeader(of: source, file: path)
  }

  /// The names of the tensors, sorted.
  public var names: [String] { header.tensors.keys.sorted() }

  public var metadata: [String: String] { header.metadata }

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
    return try floats(tensor, 0..<tensor.count)
  }

  /// Some of a tensor's numbers, by their places in row-major order.
  ///
  /// - Precondition: the range is within the tensor.
  func floats(of name: String, in range: Range<Int>) throws(SafetensorsError) -> [Float] {
    try floats(try floatTensor(name, shape: nil), range)
  }

  /// Copies a tensor's numbers, in row-major order, to memory that the caller owns.
  ///
  /// - Precondition: `floats` has one place for each number of `shape`.
  public func copyFloats(
    of name: String, shape: [Int], into floats: UnsafeMutableBufferPointer<Float>
  ) throws(SafetensorsError) {
    try decode(try floatTensor(name, shape: shape), from: 0, into: floats)
  }

  private struct FloatTensor {
    let format: FloatFormat
    let range: Range<Int>
    var count: Int { range.count / format.byteCount }
  }

  private func tensor(_ name: String) throws(SafetensorsError) -> SafetensorsHeader.Tensor {
    guard let tensor = header.tensors[name] else {
      throw .missingTensor(file: path, tensor: name, nearest: nearest(to: name, among: names))
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

  private func floats(
    _ tensor: FloatTensor, _ range: Range<Int>
  ) throws(SafetensorsError) -> [Float] {
    var problem: SafetensorsError?
    let floats = [Float](unsafeUninitializedCapacity: range.count) { floats, count in
      do throws(SafetensorsError) {
        let part = UnsafeMutableBufferPointer(rebasing: floats[..<range.count])
        try decode(tensor, from: range.lowerBound, into: part)
        count = range.count
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
    return floats
  }

  /// Fills `floats` with the tensor's numbers from the one at `first` on.
  private func decode(
    _ tensor: FloatTensor, from first: Int, into floats: UnsafeMutableBufferPointer<Float>
  ) throws(SafetensorsError) {
    let (format, size) = (tensor.format, tensor.format.byteCount)
    let start = header.dataStart + tensor.range.lowerBound + first * size
    do throws(FileProblem) {
      if format == .float32 {
        try source.read(at: start, into: UnsafeMutableRawBufferPointer(floats))
        return
      }
      let most = 1 << 18
      for position in stride(from: 0, to: floats.count, by: most) {
        let end = min(floats.count, position + most)
        let stored = try source.bytes(in: start + position * size..<start + end * size)
        stored.withUnsafeBytes {
          format.decode($0, into: UnsafeMutableBufferPointer(rebasing: floats[position..<end]))
        }
      }
    } catch {
      throw .unreadable(file: path, reason: error.reason)
    }
  }
}
