import Foundation

/// A page within a MIME message, as browsers write a “single file” (`.mhtml`) and mail programs a
/// message: RFC 2045 to 2047, as far as it takes to find the first part that is HTML.
struct MailedPage {
  let page: [UInt8]

  /// `nil` for what is no such message.
  init?(_ bytes: [UInt8]) {
    let head = String(decoding: bytes.prefix(16384), as: UTF8.self).lowercased()
    guard !head.drop(while: \.isWhitespace).hasPrefix("<"), head.contains("mime-version:") else {
      return nil
    }
    guard let page = Self.page(in: Self.part(bytes[...]), depth: 0) else { return nil }
    self.page = page
  }

  private struct Part {
    /// By their names in lower case.
    var fields: [String: String]
    var body: ArraySlice<UInt8>
  }

  private static func page(in part: Part, depth: Int) -> [UInt8]? {
    let type = part.fields["content-type"] ?? "text/plain"
    if type.lowercased().hasPrefix("text/html") { return decoded(part) }
    guard type.lowercased().hasPrefix("multipart/"), depth < 8, let mark = boundary(of: type) else {
      return nil
    }
    for piece in pieces(of: part.body, at: Array("--\(mark)".utf8)) {
      if let page = page(in: Self.part(piece), depth: depth + 1) { return page }
    }
    return nil
  }

  private static func boundary(of type: String) -> String? {
    guard let range = type.range(of: "boundary=", options: .caseInsensitive) else { return nil }
    let value = type[range.upperBound...]
    if value.first == "\"" { return String(value.dropFirst().prefix { $0 != "\"" }) }
    return String(value.prefix { $0 != ";" && !$0.isWhitespace })
  }

  /// The header fields up to the first empty line, and what follows.
  private static func part(_ bytes: ArraySlice<UInt8>) -> Part {
    var fields: [String: String] = [:]
    var rest = bytes
    var last: String?
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = String(decoding: rest[..<end], as: UTF8.self).filter { $0 != "\r" && $0 != "\r\n" }
      rest = rest[min(end + 1, rest.endIndex)...]
      if line.isEmpty {
        if fields.isEmpty { continue }
        break
      }
      if line.first == " " || line.first == "\t", let last {
        fields[last, default: ""] += " " + line.drop(while: \.isWhitespace)
      } else if let colon = line.firstIndex(of: ":") {
        let name = line[..<colon].lowercased()
        fields[name] = String(line[line.index(after: colon)...].drop(while: \.isWhitespace))
        last = name
      }
    }
    return Part(fields: fields, body: rest)
  }

  /// What stands between lines that begin with a mark.
  private static func pieces(of bytes: ArraySlice<UInt8>, at mark: [UInt8]) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start: Int?
    var line = bytes.startIndex
    while line < bytes.endIndex {
      let end = bytes[line...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex - 1
      if bytes[line...].starts(with: mark) {
        if let start { pieces.append(bytes[start..<line]) }
        start = end + 1
      }
      line = end + 1
    }
    if let start, start < bytes.endIndex { pieces.append(bytes[start...]) }
    return pieces
  }

  private static func decoded(_ part: Part) -> [UInt8] {
    switch part.fields["content-transfer-encoding"]?.lowercased() {
    case "base64"?:
      Data(base64Encoded: Data(part.body), options: .ignoreUnknownCharacters).map(Array.init)
        ?? Array(part.body)
    case "quoted-printable"?: quotedPrintable(part.body)
    default: Array(part.body)
    }
  }

  private static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "=") else {
        result.append(byte)
        continue
      }
      let digits = bytes[index...].prefix(2)
      if let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), digits.count == 2 {
        result.append(value)
        index += 2
      } else {
        // A soft line break.
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: "\r") { index += 1 }
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: "\n") { index += 1 }
      }
    }
    return result
  }
}
