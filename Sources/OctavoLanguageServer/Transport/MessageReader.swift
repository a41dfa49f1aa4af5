import Foundation

/// Cuts a stream of bytes into messages: a header that says how long the content is, an empty line,
/// and the content.
package struct MessageReader {
  /// What stands where a message should.
  package enum Item: Hashable {
    case content([UInt8])
    /// A header without a length that can be used; reading goes on behind it.
    case unusableHeader
  }

  /// Larger contents come from no editor.
  private static let largestContent = 64 << 20
  /// The end of a longer header is not waited for.
  private static let longestHeader = 16 << 10
  private static let headerEnd: [UInt8] = Array("\r\n\r\n".utf8)

  private var bytes: [UInt8] = []
  private var start = 0

  package init() {}

  package mutating func append(_ more: some Collection<UInt8>) {
    bytes.removeSubrange(..<start)
    start = 0
    bytes += more
  }

  /// The next message that has arrived whole.
  package mutating func next() -> Item? {
    guard let end = endOfHeader else {
      guard bytes.count - start > Self.longestHeader else { return nil }
      start = bytes.count
      return .unusableHeader
    }
    let header = String(decoding: bytes[start..<end], as: UTF8.self)
    let content = end + Self.headerEnd.count
    guard let length = Self.length(in: header) else {
      start = content
      return .unusableHeader
    }
    guard bytes.count - content >= length else { return nil }
    start = content + length
    return .content(Array(bytes[content..<content + length]))
  }

  private var endOfHeader: Int? {
    var index = start
    while index + Self.headerEnd.count <= bytes.count {
      if bytes[index] == Self.headerEnd[0],
        bytes[index..<index + Self.headerEnd.count].elementsEqual(Self.headerEnd)
      {
        return index
      }
      index += 1
      if index - start > Self.longestHeader { return nil }
    }
    return nil
  }

  private static func length(in header: String) -> Int? {
    for line in header.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      let digits = parts[1].trimmingCharacters(in: .whitespaces)
      guard let length = Int(digits), (0...largestContent).contains(length) else {
        return nil
      }
      return length
    }
    return nil
  }

  /// The bytes of a message with this content.
  package static func framed(_ content: [UInt8]) -> [UInt8] {
    Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content
  }
}
