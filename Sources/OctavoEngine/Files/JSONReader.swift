/// What is wrong with a JSON text, and where, in bytes from its beginning.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public let problem: String
  public let offset: Int

  package init(problem: String, offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  public var description: String { "\(problem) at byte \(offset)" }
}

extension JSONValue {
  /// Reads one JSON document (RFC 8259) that fills the whole text.
  public init(parsing text: some Collection<UInt8>) throws(JSONError) {
    var reader = JSONReader(Array(text))
    self = try reader.document()
  }
}

private struct JSONReader {
  private let text: [UInt8]
  private var position = 0
  private var depth = 0

  /// Deeper nesting is refused, for the reader is recursive.
  private static let greatestDepth = 200

  init(_ text: [UInt8]) {
    self.text = text
  }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try value()
    skipSpace()
    guard position == text.count else { throw error("something follows the document") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipSpace()
    guard let byte = peek else { throw error("the text ends where a value should be") }
    switch byte {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("this is no value")
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth < Self.greatestDepth else { throw error("the nesting is too deep") }
    depth += 1
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [JSONMember] = []
    guard !skip("}") else { return .object(members) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw error("a member's name is missing") }
      let key = try string()
      guard skip(":") else { throw error("a colon is missing") }
      members.append(JSONMember(key: key, value: try value()))
    } while skip(",")
    guard skip("}") else { throw error("a comma or a closing brace is missing") }
    return .object(members)
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    var elements: [JSONValue] = []
    guard !skip("]") else { return .array(elements) }
    repeat { elements.append(try value()) } while skip(",")
    guard skip("]") else { throw error("a comma or a closing bracket is missing") }
    return .array(elements)
  }

  private mutating func literal(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard text[position...].starts(with: bytes) else { throw error("this is no value") }
    position += bytes.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    var isInteger = true
    if peek == UInt8(ascii: "-") { position += 1 }
    let leadingZero = peek == UInt8(ascii: "0")
    let digits = try skipDigits()
    guard !leadingZero || digits == 1 else {
      throw error("a number begins with a superfluous zero")
    }
    if peek == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      _ = try skipDigits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      _ = try skipDigits()
    }
    let written = String(decoding: text[start..<position], as: UTF8.self)
    if isInteger, let integer = Int(written) { return .integer(integer) }
    guard let number = Double(written), number.isFinite else {
      throw error("a number is too large")
    }
    return .number(number)
  }

  private mutating func skipDigits() throws(JSONError) -> Int {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw error("a digit is missing") }
    return position - start
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    var bytes: [UInt8] = []
    var runStart = position
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        bytes.append(contentsOf: text[runStart..<position])
        guard let string = String(validating: bytes, as: UTF8.self) else {
          throw error("a string is not UTF-8")
        }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        bytes.append(contentsOf: text[runStart..<position])
        position += 1
        bytes.append(contentsOf: String(try escape()).utf8)
        runStart = position
      case 0..<0x20:
        throw error("a control character in a string is not escaped")
      default:
        position += 1
      }
    }
    throw error("a string does not end")
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = peek else { throw error("a string does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    default: throw error("there is no such escape")
    }
  }

  private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
    let unit = try hexadecimalUnit()
    if UTF16.isLeadSurrogate(unit), text[position...].starts(with: [0x5C, 0x75]) {
      position += 2
      let trail = try hexadecimalUnit()
      let pair = String(decoding: [unit, trail], as: UTF16.self).unicodeScalars
      if let scalar = pair.first, pair.count == 1, scalar != "\u{FFFD}" { return scalar }
    } else if let scalar = Unicode.Scalar(unit) {
      return scalar
    }
    throw error("half a surrogate pair is no character")
  }

  private mutating func hexadecimalUnit() throws(JSONError) -> UInt16 {
    let digits = text[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("an escape needs four hexadecimal digits") }
    position += 4
    return unit
  }

  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private func error(_ problem: String) -> JSONError {
    JSONError(problem: problem, offset: position)
  }
}
