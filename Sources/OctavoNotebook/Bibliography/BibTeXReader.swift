import OctavoBase
import OctavoResults

/// Reads a file of BibTeX: entries, `@string`, `@preamble` and `@comment`. What stands between them is
/// a comment, too.
struct BibTeXReader {
  struct Entry {
    var reference: Reference
    /// Of its key, in bytes.
    var place: Int
  }

  struct Problem {
    var identifier: DiagnosticIdentifier
    var severity: Diagnostic.Severity
    /// In bytes.
    var place: Int
    var message: String
    var remedy: String?
  }

  private(set) var entries: [Entry] = []
  private(set) var problems: [Problem] = []

  private let bytes: [UInt8]
  private var index = 0
  private var strings: [String: String]

  /// Nobody reads more of one file.
  private static let mostProblems = 20

  init(_ text: String) {
    bytes = Array(text.utf8)
    strings = Self.months
    while let start = nextSign(), problems.count < Self.mostProblems {
      index = start + 1
      do throws(Fault) {
        try readEntry(from: start)
      } catch {
        problems.append(
          Problem(
            identifier: .invalidBibliography, severity: .error, place: error.place,
            message: error.message, remedy: error.remedy))
        index = nextEntry(after: max(start + 1, index)) ?? bytes.count
      }
    }
  }

  private struct Fault: Error {
    var place: Int
    var message: String
    var remedy: String?

    init(_ place: Int, _ message: String, remedy: String? = nil) {
      self.place = place
      self.message = message
      self.remedy = remedy
    }
  }

  private static let months = Dictionary(
    uniqueKeysWithValues: [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ].map { ($0.prefix(3).lowercased(), $0) })
}

// Places.
extension BibTeXReader {
  /// The next sign `@` that belongs to no address, and to no comment of TeX.
  private func nextSign() -> Int? {
    var place = index
    var isComment = false
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\n"): isComment = false
      case UInt8(ascii: "%"): isComment = true
      case UInt8(ascii: "@") where !isComment:
        if place == 0 || !bytes[place - 1].isWordByte { return place }
      default: break
      }
      place += 1
    }
    return nil
  }

  /// Where an entry begins a line: what follows a fault is read from there.
  private func nextEntry(after start: Int) -> Int? {
    let newline = UInt8(ascii: "\n")
    var isLineStart = bytes[..<start].last { !$0.isSpace || $0 == newline } == newline
    for place in start..<max(start, bytes.count) {
      let byte = bytes[place]
      if byte == UInt8(ascii: "@"), isLineStart { return place }
      isLineStart = byte == newline || isLineStart && byte.isSpace
    }
    return nil
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte.isSpace { index += 1 }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: sign) else { return false }
    index += 1
    return true
  }

  /// A name of an entry's type, a field or a string.
  private mutating func word() -> String {
    skipSpace()
    let start = index
    while let byte = current, !byte.isSpace, !"\"#%'(),={}@".utf8.contains(byte) { index += 1 }
    return text(start..<index)
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

// Entries.
extension BibTeXReader {
  private mutating func readEntry(from start: Int) throws(Fault) {
    let type = word().lowercased()
    skipSpace()
    let opening = current
    guard !type.isEmpty, opening == UInt8(ascii: "{") || opening == UInt8(ascii: "(") else {
      if type == "comment" { return }
      throw Fault(
        start, type.isEmpty ? "`@` begins no entry" : "`@\(type)` has no brace behind it",
        remedy: "an entry looks like `@article{key, title = {…}, year = 2022}`")
    }
    let close: Unicode.Scalar = opening == UInt8(ascii: "{") ? "}" : ")"
    if type == "comment" {
      _ = try group(at: index)
      return
    }
    index += 1
    switch type {
    case "preamble":
      _ = try value()
    case "string":
      let name = word().lowercased()
      guard !name.isEmpty, take("=") else {
        throw Fault(index, "a string is written `@string{name = {text}}`")
      }
      strings[name] = try value()
    default:
      try readFields(of: type, from: start, until: close)
      return
    }
    guard take(close) else {
      throw Fault(start, "this `@\(type)` is not closed", remedy: "close it by `\(close)`")
    }
  }

  private mutating func readFields(
    of type: String, from start: Int, until close: Unicode.Scalar
  ) throws(Fault) {
    skipSpace()
    let place = index
    while let byte = current, !byte.isSpace, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") {
      index += 1
    }
    let key = text(place..<index)
    guard !key.isEmpty, !key.contains("=") else {
      throw Fault(
        place, "this `@\(type)` has no key",
        remedy: "the key comes first, as in `@\(type){key, …}`")
    }
    var fields: [String: String] = [:]
    while !take(close) {
      guard take(",") else {
        guard current != nil else {
          throw Fault(start, "the entry `\(key)` is not closed", remedy: "close it by `\(close)`")
        }
        throw Fault(
          index, "a comma is missing in the entry `\(key)`",
          remedy: "fields are separated by commas")
      }
      if take(close) { break }
      skipSpace()
      let fieldPlace = index
      let name = word().lowercased()
      guard !name.isEmpty else {
        guard current != nil else {
          throw Fault(start, "the entry `\(key)` is not closed", remedy: "close it by `\(close)`")
        }
        throw Fault(index, "the entry `\(key)` has no name of a field here")
      }
      guard take("=") else {
        throw Fault(
          fieldPlace, "the field `\(name)` has no value",
          remedy: "write it as `\(name) = {…}`")
      }
      let value = try value()
      if fields[name] == nil {
        fields[name] = value
      } else {
        problems.append(
          Problem(
            identifier: .duplicateReference, severity: .warning, place: fieldPlace,
            message: "the entry `\(key)` has the field `\(name)` twice; the first is used",
            remedy: "take one of them out"))
      }
    }
    entries.append(
      Entry(reference: Reference(key: key, type: type, fields: fields), place: place))
  }
}

// Values.
extension BibTeXReader {
  /// Parts joined by `#`.
  private mutating func value() throws(Fault) -> String {
    var result = try part()
    while take("#") { result += try part() }
    return result
  }

  private mutating func part() throws(Fault) -> String {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try group(at: index)
    case UInt8(ascii: "\""): return try quoted()
    default: break
    }
    let place = index
    let name = word()
    guard !name.isEmpty else {
      throw Fault(place, "a value is missing", remedy: "write it in braces: `{…}`")
    }
    if name.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return name
    }
    guard let string = strings[name.lowercased()] else {
      let near = nearest(to: name.lowercased(), among: strings.keys.sorted())
      throw Fault(
        place, "there is no string `\(name)`",
        remedy: near.map { "did you mean `\($0)`?" }
          ?? "a text stands in braces, as in `{\(name)}`")
    }
    return string
  }

  /// What stands in braces, which may hold others.
  private mutating func group(at start: Int) throws(Fault) -> String {
    let open = bytes[start]
    let close = open == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
    var depth = 0
    index = start
    while let byte = current {
      if byte == UInt8(ascii: "\\") {
        index += 1
      } else if byte == open {
        depth += 1
      } else if byte == close {
        depth -= 1
        if depth == 0 {
          index += 1
          return text(start + 1..<index - 1)
        }
      }
      index += 1
    }
    index = start + 1
    throw Fault(start, "this brace is never closed")
  }

  /// What stands in quotes, which may hold braces, and quotes within these.
  private mutating func quoted() throws(Fault) -> String {
    let start = index
    var depth = 0
    index += 1
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\"") where depth <= 0:
        index += 1
        return text(start + 1..<index - 1)
      default: break
      }
      index += 1
    }
    index = start + 1
    throw Fault(start, "this quote is never closed")
  }
}
