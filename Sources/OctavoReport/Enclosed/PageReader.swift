/// Reads a page as a browser does, as far as a report needs it: tags, their attributes, and text
/// with its character references resolved. It takes in whatever another program has made of the
/// page, and never fails.
package struct PageReader {
  package enum Token: Hashable, Sendable {
    case text(String)
    case start(String, [Attribute])
    case end(String)
  }

  package struct Attribute: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Hands the tokens over in order. Names are in lower case.
  package static func read(_ bytes: [UInt8], _ body: (Token) -> Void) {
    var reader = PageReader(bytes)
    while reader.position < bytes.count { reader.next(body) }
  }

  private mutating func next(_ body: (Token) -> Void) {
    let start = position
    while position < bytes.count, !isMarkup(at: position) { position += 1 }
    if position > start { body(.text(Self.resolved(bytes[start..<position]))) }
    guard position < bytes.count else { return }
    switch bytes[position + 1] {
    case UInt8(ascii: "!"), UInt8(ascii: "?"): skipDeclaration()
    case UInt8(ascii: "/"):
      position += 2
      let name = name()
      skip(behind: UInt8(ascii: ">"))
      body(.end(name))
    default:
      position += 1
      let name = name()
      body(.start(name, attributes()))
      readRawText(of: name, body)
    }
  }

  /// Whether a tag, a comment or a declaration begins here.
  private func isMarkup(at index: Int) -> Bool {
    guard bytes[index] == UInt8(ascii: "<"), index + 1 < bytes.count else { return false }
    let next = bytes[index + 1]
    if next == UInt8(ascii: "/") { return index + 2 < bytes.count && bytes[index + 2].isLetter }
    return next.isLetter || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
  }

  private mutating func skipDeclaration() {
    let comment = Array("<!--".utf8)
    guard bytes[position...].starts(with: comment) else { return skip(behind: UInt8(ascii: ">")) }
    position += comment.count
    let end = Array("-->".utf8)
    while position < bytes.count, !bytes[position...].starts(with: end) { position += 1 }
    position = min(position + end.count, bytes.count)
  }

  private mutating func skip(behind byte: UInt8) {
    while position < bytes.count, bytes[position] != byte { position += 1 }
    position = min(position + 1, bytes.count)
  }

  private mutating func name() -> String {
    let start = position
    while position < bytes.count, !bytes[position].endsName { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
  }

  /// Those of a start tag, up to and with its end.
  private mutating func attributes() -> [Attribute] {
    var attributes: [Attribute] = []
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: ">") {
        position += 1
        break
      }
      if byte.isSpace || byte == UInt8(ascii: "/") {
        position += 1
        continue
      }
      let start = position
      while position < bytes.count, position == start || !bytes[position].endsAttributeName {
        position += 1
      }
      let name = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
      attributes.append(Attribute(name: name, value: value()))
    }
    return attributes
  }

  private mutating func value() -> String {
    while position < bytes.count, bytes[position].isSpace { position += 1 }
    guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else { return "" }
    position += 1
    while position < bytes.count, bytes[position].isSpace { position += 1 }
    guard position < bytes.count else { return "" }
    let quote = bytes[position]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { position += 1 }
    let start = position
    while position < bytes.count,
      isQuoted
        ? bytes[position] != quote
        : !bytes[position].isSpace && bytes[position] != UInt8(ascii: ">")
    {
      position += 1
    }
    let value = Self.resolved(bytes[start..<position])
    if isQuoted { position = min(position + 1, bytes.count) }
    return value
  }

  /// Within these elements nothing is markup but their own end tag.
  private mutating func readRawText(of name: String, _ body: (Token) -> Void) {
    guard ["style", "script", "title", "textarea"].contains(name) else { return }
    let end = Array("</\(name)".utf8)
    let start = position
    while position < bytes.count, !isEnd(end, at: position) { position += 1 }
    let text = bytes[start..<position]
    let isRaw = name == "style" || name == "script"
    body(.text(isRaw ? String(decoding: text, as: UTF8.self) : Self.resolved(text)))
  }

  private func isEnd(_ end: [UInt8], at index: Int) -> Bool {
    bytes[index] == end[0] && index + end.count <= bytes.count
      && zip(bytes[index...], end).allSatisfy { $0 | 0x20 == $1 | 0x20 }
  }

  // MARK: Character references

  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
  ]

  private static func resolved(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(UInt8(ascii: "&")) else { return text }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == "&", let (resolved, end) = reference(at: rest) {
        result.append(resolved)
        rest = rest[end...]
      } else {
        result.append(scalar)
        rest.removeFirst()
      }
    }
    return String(result)
  }

  private static func reference(
    at text: Substring.UnicodeScalarView
  ) -> (Unicode.Scalar, Substring.UnicodeScalarView.Index)? {
    guard let semicolon = text.prefix(12).firstIndex(of: ";") else { return nil }
    let name = String(text[text.index(after: text.startIndex)..<semicolon])
    let end = text.index(after: semicolon)
    if let scalar = named[name] { return (scalar, end) }
    guard name.first == "#" else { return nil }
    let isHexadecimal = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
      .map { ($0, end) }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }

  var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  fileprivate var endsName: Bool {
    isSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">")
  }

  fileprivate var endsAttributeName: Bool { endsName || self == UInt8(ascii: "=") }
}
