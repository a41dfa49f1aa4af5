/// What is wrong with a JSON text, and where, in bytes from its beginning.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  public let problem: String
  public let offset: Int
  /// What to write instead, where that follows from the problem.
  public let remedy: String?

  package init(problem: String, offset: Int, remedy: String? = nil) {
    self.problem = problem
    self.offset = offset
    self.remedy = remedy
  }

  public var description: String { "\(problem) at byte \(offset)" }

  /// The problem of a text that goes on after a whole document.
  package static let somethingFollows = "something follows the document"
}

extension JSON {
  /// Reads one JSON document (RFC 8259) that fills the whole text.
  public init(parsing text: some Collection<UInt8>) throws(JSONError) {
    let result =
      text.withContiguousStorageIfAvailable(Self.read)
      ?? Array(text).withUnsafeBufferPointer(Self.read)
    self = try result.get()
  }

  private static func read(_ text: UnsafeBufferPointer<UInt8>) -> Result<JSON, JSONError> {
    var reader = JSONReader(text)
    do throws(JSONError) { return .success(try reader.document()) } catch {
      return .failure(error)
    }
  }
}

/// Reads a text that outlives the reader.
private struct JSONReader {
  private let text: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0
  /// The string that is being read, as far as it is known.
  private var unescaped: [UInt8] = []

  /// Deeper nesting is refused, for the reader is recursive.
  private static let greatestDepth = 200

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard position == text.count else { throw error(JSONError.somethingFollows) }
    return value
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    guard let byte = peek else { throw error("the text ends where a value should be") }
    switch byte {
    case UInt8(ascii: "{"):
      try descend()
      return try object()
    case UInt8(ascii: "["):
      try descend()
      return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .boolean(true))
    case UInt8(ascii: "f"): return try literal("false", .boolean(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw unknownValue()
    }
  }

  private mutating func descend() throws(JSONError) {
    guard depth < Self.greatestDepth else { throw error("the nesting is too deep") }
    depth += 1
    position += 1
  }

  private mutating func object() throws(JSONError) -> JSON {
    var members: [JSON.Member] = []
    if !skip("}") {
      repeat {
        skipSpace()
        guard peek == UInt8(ascii: "\"") else { throw missingName(after: members) }
        let key = try string()
        guard skip(":") else { throw error("a colon is missing") }
        members.append(JSON.Member(key: key, value: try value()))
      } while skip(",")
      guard skip("}") else { throw error("a comma or a closing brace is missing") }
    }
    depth -= 1
    return .object(members)
  }

  private mutating func array() throws(JSONError) -> JSON {
    var elements: [JSON] = []
    if !skip("]") {
      repeat {
        skipSpace()
        guard peek != UInt8(ascii: "]") else {
          throw error("a comma follows the last element", remedy: "remove it")
        }
        elements.append(try value())
      } while skip(",")
      guard skip("]") else { throw error("a comma or a closing bracket is missing") }
    }
    depth -= 1
    return .array(elements)
  }

  private mutating func literal(
    _ word: StaticString, _ value: JSON
  ) throws(JSONError) -> JSON {
    guard begins(with: word) else { throw unknownValue() }
    position += word.utf8CodeUnitCount
    return value
  }

  private func begins(with word: StaticString) -> Bool {
    let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    return text[position...].starts(with: bytes)
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    var isInteger = true
    if peek == UInt8(ascii: "-") { position += 1 }
    if peek == UInt8(ascii: "I"), begins(with: "Infinity") {
      position = start
      throw unknownValue()
    }
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

  // MARK: Strings

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    skipPlainBytes()
    guard peek == UInt8(ascii: "\"") else { return try stringWithEscapes(from: start) }
    guard let string = Self.string(UnsafeBufferPointer(rebasing: text[start..<position])) else {
      throw invalidUTF8(in: start..<position)
    }
    position += 1
    return string
  }

  /// The rest of a string whose first bytes, from `start` on, need no work.
  private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
    unescaped.removeAll(keepingCapacity: true)
    var runStart = start
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        appendUnescaped(runStart..<position)
        guard let string = unescaped.withUnsafeBufferPointer(Self.string) else {
          throw invalidUTF8(in: start..<position)
        }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        appendUnescaped(runStart..<position)
        let scalar = try escape()
        if scalar.isASCII {
          unescaped.append(UInt8(scalar.value))
        } else {
          for unit in String(scalar).utf8 { unescaped.append(unit) }
        }
        runStart = position
      case 0..<0x20:
        throw error("a control character in a string is not escaped")
      default:
        skipPlainBytes()
      }
    }
    throw error("a string does not end")
  }

  private mutating func appendUnescaped(_ run: Range<Int>) {
    unescaped.append(contentsOf: UnsafeBufferPointer(rebasing: text[run]))
  }

  /// Up to a quotation mark, a backslash or a control character.
  private mutating func skipPlainBytes() {
    var place = position
    while place < text.count {
      let byte = text[place]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      place += 1
    }
    position = place
  }

  /// Nil if the bytes are not UTF-8.
  private static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    String(validating: bytes, as: UTF8.self)
  }

  /// Escapes are ASCII, so a string as it is written is UTF-8 exactly where its meaning is.
  private func invalidUTF8(in range: Range<Int>) -> JSONError {
    let offset = UTF8Fault(in: UnsafeBufferPointer(rebasing: text[range]))?.offset ?? 0
    return JSONError(problem: "a string is not UTF-8", offset: range.lowerBound + offset)
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let byte = peek else { throw error("a string does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar(from: start)
    default: throw JSONError(problem: "there is no such escape", offset: start)
    }
  }

  private mutating func escapedScalar(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let unit = try hexadecimalUnit()
    if UTF16.isLeadSurrogate(unit), begins(with: "\\u") {
      position += 2
      let trail = try hexadecimalUnit()
      if UTF16.isTrailSurrogate(trail) {
        return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
      }
    } else if let scalar = Unicode.Scalar(unit) {
      return scalar
    }
    throw JSONError(
      problem: "half a surrogate pair is not a character", offset: start,
      remedy: "remove it, or write the whole pair")
  }

  private mutating func hexadecimalUnit() throws(JSONError) -> UInt16 {
    let digits = text[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("an escape needs four hexadecimal digits") }
    position += 4
    return unit
  }

  // MARK: Places and problems

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

  private func error(_ problem: String, remedy: String? = nil) -> JSONError {
    JSONError(problem: problem, offset: position, remedy: remedy)
  }

  /// The spellings that other languages have for what JSON spells otherwise or lacks.
  private static let foreignWords: [(word: StaticString, remedy: String)] = [
    ("NaN", "JSON has no such number: write `null`, or leave the key out"),
    ("nan", "JSON has no such number: write `null`, or leave the key out"),
    ("-Infinity", "JSON has no such number: write `null`, or leave the key out"),
    ("Infinity", "JSON has no such number: write `null`, or leave the key out"),
    ("None", "write `null`"), ("nil", "write `null`"), ("undefined", "write `null`"),
    ("True", "write `true`"), ("False", "write `false`"),
  ]

  private func unknownValue() -> JSONError {
    if let foreign = Self.foreignWords.first(where: { begins(with: $0.word) }) {
      return error("`\(foreign.word)` is not JSON", remedy: foreign.remedy)
    }
    return quotedOtherwise() ?? error("this is not a JSON value")
  }

  private func missingName(after members: [JSON.Member]) -> JSONError {
    if !members.isEmpty, peek == UInt8(ascii: "}") {
      return error("a comma follows the last member", remedy: "remove it")
    }
    return quotedOtherwise() ?? error("a member's name is missing")
  }

  private func quotedOtherwise() -> JSONError? {
    if begins(with: "'") || begins(with: "“") || begins(with: "‘") {
      return error("a text in other quotation marks than `\"`", remedy: "JSON has `\"` alone")
    }
    if begins(with: "//") || begins(with: "/*") || begins(with: "#") {
      return error("a comment", remedy: "JSON has no comments: remove it")
    }
    return nil
  }
}
