import Foundation

/// Writing of safetensors files.
public enum Safetensors {
  /// A tensor to write: its numbers in row-major order.
  public typealias Tensor = (name: String, shape: [Int], floats: [Float])

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
    let destination = URL(fileURLWithPath: path)
    let partial = destination.appendingPathExtension("partial")
    do {
      try Data(header(of: tensors, metadata: metadata, as: format)).write(to: partial)
      let file = try FileHandle(forWritingTo: partial)
      try file.seekToEnd()
      for tensor in tensors { try file.write(contentsOf: format.encode(tensor.floats)) }
      try file.close()
      guard rename(partial.path, destination.path) == 0 else {
        throw CocoaError(.fileWriteUnknown)
      }
    } catch {
      try? FileManager.default.removeItem(at: partial)
      throw .unwritable(file: path, reason: (error as NSError).localizedDescription)
    }
  }

  private static func header(
    of tensors: [Tensor], metadata: [String: String], as format: FloatFormat
  ) -> [UInt8] {
    precondition(Set(tensors.map(\.name)).count == tensors.count, "names are distinct")
    var members: [JSONMember] = []
    if !metadata.isEmpty {
      let entries = metadata.sorted { $0.key < $1.key }
        .map { JSONMember(key: $0.key, value: .string($0.value)) }
      members.append(JSONMember(key: SafetensorsHeader.metadataKey, value: .object(entries)))
    }
    var start = 0
    for tensor in tensors {
      precondition(
        tensor.shape.reduce(1, *) == tensor.floats.count, "the shape holds all the numbers")
      let end = start + tensor.floats.count * format.byteCount
      members.append(
        JSONMember(
          key: tensor.name,
          value: [
            "dtype": .string(format.rawValue),
            "shape": .array(tensor.shape.map { .integer($0) }),
            "data_offsets": [.integer(start), .integer(end)],
          ]))
      start = end
    }
    var header = Array(JSONValue.object(members).compactText.utf8)
    // Spaces make the tensors begin at a multiple of eight bytes.
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    return length + header
  }
}
