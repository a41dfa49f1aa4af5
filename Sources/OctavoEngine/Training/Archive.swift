import Foundation
import OctavoBase

/// A value and tensors in one run of bytes, the same bytes for the same content.
///
/// A length (8 bytes), JSON of that length that also lists the tensors' shapes, the packed records
/// of the value (`PackedRecords`: for each sequence its number of words, and the words, 8 bytes
/// each), and the tensors' numbers; all little-endian.
enum Archive {
  /// Why bytes are not an archive.
  enum Failure: Error, CustomStringConvertible {
    case truncated
    case damaged(String)

    var description: String {
      switch self {
      case .truncated: "the archive ends too early"
      case .damaged(let reason): "the archive is damaged: \(reason)"
      }
    }
  }

  private struct Header<Content: Codable>: Codable {
    let format: Int
    let content: Content
    let shapes: [[Int]]
  }

  static func data(of content: some Codable, _ tensors: [Tensor]) throws -> Data {
    let encoder = JSONEncoder.stable()
    let packed = PackedWords()
    encoder.userInfo[.packedWords] = packed
    let header = try encoder.encode(
      Header(format: 2, content: content, shapes: tensors.map(\.shape)))
    var data = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    data.reserveCapacity(
      8 + header.count + packed.byteCount + tensors.reduce(0) { $0 + 4 * $1.count })
    data.append(header)
    packed.append(to: &data)
    for tensor in tensors { tensor.withUnsafeBuffer { data.append(Data(buffer: $0)) } }
    return data
  }

  static func content<Content: Codable>(
    of data: Data, _: Content.Type
  ) throws -> (content: Content, tensors: [Tensor]) {
    guard data.count >= 8 else { throw Failure.truncated }
    let bytes = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let length = Int(exactly: bytes), length <= data.count - 8 else {
      throw Failure.truncated
    }
    let decoder = JSONDecoder.stable()
    var rest = data.dropFirst(8 + length)
    decoder.userInfo[.packedWords] = try PackedWords(readFrom: &rest)
    let header: Header<Content>
    do {
      header = try decoder.decode(
        Header<Content>.self, from: data.dropFirst(8).prefix(length))
    } catch {
      throw Failure.damaged("its header is not what was written")
    }
    guard header.format == 2 else { throw Failure.damaged("unknown format \(header.format)") }
    let tensors = try header.shapes.map { shape in
      let count = try elementCount(shape)
      guard count <= rest.count / 4 else { throw Failure.truncated }
      var tensor = Tensor(uninitialized: shape)
      tensor.withUnsafeMutableBuffer { _ = rest.copyBytes(to: $0, count: 4 * count) }
      rest = rest.dropFirst(4 * count)
      return tensor
    }
    guard rest.isEmpty else { throw Failure.damaged("\(rest.count) bytes too many") }
    return (header.content, tensors)
  }

  private static func elementCount(_ shape: [Int]) throws -> Int {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflow else { throw Failure.damaged("shape \(shape)") }
      count = product
    }
    return count
  }
}
