import Foundation
import OctavoBase

/// Writing of safetensors files.
public enum Safetensors {
  /// A tensor to write: its numbers in row-major order.
  public typealias Tensor = (name: String, shape: [Int], floats: [Float])

  /// A tensor whose numbers are made only when they are written, so that a large model is never in
  /// memory twice.
  public struct DeferredTensor {
    public let name: String
    public let shape: [Int]
    /// The numbers in row-major order.
    public let floats: () -> [Float]

    public init(name: String, shape: [Int], floats: @escaping () -> [Float]) {
      self.name = name
      self.shape = shape
      self.floats = floats
    }
  }

  /// Writes tensors in the order given. The file is written beside its place and then renamed,
  /// so that there is never half of one; the same tensors always give the same bytes.
  ///
  /// - Parameters:
  ///   - metadata: `transformers` wants `format` to be `pt`.
  ///   - format: how the numbers are stored; narrower ones round to nearest, ties to even.
  /// - Precondition: names are distinct, and each shape holds as many numbers as there are.
  public static func write(
    _ tensors: [Tensor], metadata: [String: String] = ["format": "pt"],
    as format: FloatFormat = .float32, to path: String
  ) throws(SafetensorsError) {
    let tensors = tensors.map { tensor in
      DeferredTensor(name: tensor.name, shape: tensor.shape) { tensor.floats }
    }
    do {
      try replaceFile(at: path) { write in
        try encode(tensors, metadata: metadata, as: format, write)
      }
    } catch {
      throw .unwritable(file: path, reason: (error as? FileProblem)?.reason ?? "\(error)")
    }
  }

  /// Hands the bytes of such a file to `write`, piece by piece.
  ///
  /// - Precondition: as for ``write(_:metadata:as:to:)``.
  public static func encode(
    _ tensors: [DeferredTensor], metadata: [String: String] = ["format": "pt"],
    as format: FloatFormat = .float32, _ write: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    try header(of: tensors, metadata: metadata, as: format).withUnsafeBytes(write)
    for tensor in tensors {
      let floats = tensor.floats()
      precondition(
        tensor.shape.reduce(1, *) == floats.count, "the shape holds all the numbers")
      try format.encode(floats).withUnsafeBytes(write)
    }
  }

  private static func header(
    of tensors: [DeferredTensor], metadata: [String: String], as format: FloatFormat
  ) -> [UInt8] {
    precondition(Set(tensors.map(\.name)).count == tensors.count, "names are distinct")
    var members: [JSON.Member] = []
    if !metadata.isEmpty {
      let entries = metadata.sorted { $0.key < $1.key }
        .map { JSON.Member(key: $0.key, value: .string($0.value)) }
      members.append(JSON.Member(key: SafetensorsHeader.metadataKey, value: .object(entries)))
    }
    var start = 0
    for tensor in tensors {
      let end = start + tensor.shape.reduce(1, *) * format.byteCount
      members.append(
        JSON.Member(
          key: tensor.name,
          value: [
            "dtype": .string(format.rawValue),
            "shape": .array(tensor.shape.map { .integer($0) }),
            "data_offsets": [.integer(start), .integer(end)],
          ]))
      start = end
    }
    var header = Array(JSON.object(members).compactText.utf8)
    // Spaces make the tensors begin at a multiple of eight bytes.
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    return length + header
  }
}
