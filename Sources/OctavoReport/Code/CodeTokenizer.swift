/// Finds what is to be colored in code, in one pass over its bytes.
struct CodeTokenizer {
  typealias Kind = CodeHighlighter.Kind

  private(set) var tokens: [CodeHighlighter.Token] = []

  private let bytes: [UInt8]
  private let language: CodeLanguage
  private var index = 0
  /// Strings that are open, and the code within them.
  private var frames: [Frame] = []

  private enum Frame {
    case string(CodeLanguage.StringForm, start: Int, isFormat: Bool)
    /// How many brackets are open in it.
    case code(CodeLanguage.Interpolation, depth: Int)
  }

  init(_ bytes: [UInt8], in language: CodeLanguage) {
    self.bytes = bytes
    self.language = language
    while index < bytes.count {
      if case .string(let form, let start, let isFormat)? = frames.last {
        readString(form, from: start, isFormat: isFormat)
      } else {
        readCode()
      }
    }
    // What is open at the end is colored up to there.
    if case .string(_, let start, _)? = frames.last { add(.string, start..<bytes.count) }
  }

  private mutating func add(_ kind: Kind, _ range: Range<Int>) {
    if !range.isEmpty { tokens.append(CodeHighlighter.Token(kind: kind, range: range)) }
  }

  private func starts(_ prefix: [UInt8], at place: Int) -> Bool {
    guard !prefix.isEmpty, place + prefix.count <= bytes.count else { return false }
    return bytes[place..<place + prefix.count].elementsEqual(prefix)
  }

  private func starts(_ prefix: String, at place: Int) -> Bool {
    starts(Array(prefix.utf8), at: place)
  }

  private func byte(_ place: Int) -> UInt8 {
    bytes.indices.contains(place) ? bytes[place] : UInt8(ascii: "\n")
  }
}

// Strings.
extension CodeTokenizer {
  /// Up to the string's end, or to code within it.
  private mutating func readString(
    _ form: CodeLanguage.StringForm, from start: Int, isFormat: Bool
  ) {
    while index < bytes.count {
      if starts(form.close, at: index) {
        index += form.close.count
        frames.removeLast()
        add(isKey ? .keyword : .string, start..<index)
        return
      }
      if bytes[index] == UInt8(ascii: "\n"), !form.spansLines {
        frames.removeLast()
        add(.string, start..<index)
        return
      }
      if isFormat, let inner = form.interpolations.first(where: { starts($0.open, at: index) }) {
        // A doubled brace stands for itself.
        if inner.open.count == 1, byte(index + 1) == inner.bracket {
          index += 2
          continue
        }
        index += inner.open.count
        add(.string, start..<index)
        frames[frames.count - 1] = .string(form, start: index, isFormat: isFormat)
        frames.append(.code(inner, depth: 0))
        return
      }
      let isEscape = bytes[index] == form.escape && index + 1 < bytes.count
      index += isEscape && (bytes[index + 1] != UInt8(ascii: "\n") || form.spansLines) ? 2 : 1
    }
    index = bytes.count
  }

  private var isKey: Bool {
    guard language.hasKeys else { return false }
    let next = bytes[index...].first { !" \t\r\n".utf8.contains($0) }
    return next == UInt8(ascii: ":")
  }

  private mutating func open(_ form: CodeLanguage.StringForm, from start: Int, isFormat: Bool) {
    index += form.open.count
    frames.append(.string(form, start: start, isFormat: isFormat))
  }

  private func stringForm(at place: Int) -> CodeLanguage.StringForm? {
    guard "\"'#".utf8.contains(bytes[place]) else { return nil }
    return language.strings.first { starts($0.open, at: place) }
  }
}

// Code.
extension CodeTokenizer {
  private mutating func readCode() {
    let byte = bytes[index]
    if byte == UInt8(ascii: "\\"), language.hasVariables, index + 1 < bytes.count {
      // The sign behind it means itself; one beyond ASCII continues with bytes of no meaning.
      index += 2
      return
    }
    if closesInterpolation(byte) || readComment() || readDirective() { return }
    if let form = stringForm(at: index) {
      open(form, from: index, isFormat: language.formatPrefixes.isEmpty)
    } else if Self.isDigit(byte) {
      readNumber()
    } else if Self.isOfName(byte) {
      readWord()
    } else if byte == UInt8(ascii: "@"), language.hasDecorators,
      Self.isOfName(self.byte(index + 1)), !Self.isOfName(self.byte(index - 1))
    {
      let start = index
      index += 1
      while index < bytes.count, Self.isOfName(bytes[index]) || bytes[index] == UInt8(ascii: ".") {
        index += 1
      }
      add(.decorator, start..<index)
    } else if byte == UInt8(ascii: "$"), language.hasVariables {
      readVariable()
    } else {
      index += 1
    }
  }

  /// Whether code within a string ends here, so that the string continues.
  private mutating func closesInterpolation(_ byte: UInt8) -> Bool {
    guard case .code(let inner, let depth)? = frames.last else { return false }
    if byte == inner.bracket {
      frames[frames.count - 1] = .code(inner, depth: depth + 1)
    } else if byte == inner.close {
      if depth > 0 {
        frames[frames.count - 1] = .code(inner, depth: depth - 1)
        return false
      }
      frames.removeLast()
      if case .string(let form, _, let isFormat)? = frames.last {
        frames[frames.count - 1] = .string(form, start: index, isFormat: isFormat)
      }
      index += 1
      return true
    }
    return false
  }

  private mutating func readComment() -> Bool {
    let start = index
    if starts(language.lineComment, at: index),
      !language.commentBeginsWord || " \t\r\n;(`&|".utf8.contains(byte(index - 1))
    {
      index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      add(.comment, start..<index)
      return true
    }
    guard language.hasBlockComments, starts("/*", at: index) else { return false }
    var depth = 0
    while index < bytes.count {
      if starts("*/", at: index) {
        depth -= 1
        index += 2
        if depth == 0 { break }
      } else if starts("/*", at: index), depth == 0 || language.nestsComments {
        depth += 1
        index += 2
      } else {
        index += 1
      }
    }
    index = min(index, bytes.count)
    add(.comment, start..<index)
    return true
  }

  /// `#include`, `#if`, or a macro such as `#expect`.
  private mutating func readDirective() -> Bool {
    guard language.hasDirectives, bytes[index] == UInt8(ascii: "#"),
      Self.isOfName(byte(index + 1)) || byte(index + 1) == UInt8(ascii: " ")
    else { return false }
    let start = index
    index += 1
    while byte(index) == UInt8(ascii: " ") { index += 1 }
    while index < bytes.count, Self.isOfName(bytes[index]) { index += 1 }
    add(.decorator, start..<index)
    return true
  }

  private mutating func readNumber() {
    let start = index
    let isHexadecimal = starts("0x", at: index) || starts("0X", at: index)
    while index < bytes.count {
      let byte = bytes[index]
      let isExponent = (isHexadecimal ? "pP" : "eE").utf8.contains(byte)
      if isExponent, "+-".utf8.contains(self.byte(index + 1)), Self.isDigit(self.byte(index + 2)) {
        index += 2
      } else if byte == UInt8(ascii: "."), !Self.isDigit(self.byte(index + 1)) {
        break
      } else if byte != UInt8(ascii: "."), !Self.isOfName(byte) {
        break
      } else {
        index += 1
      }
    }
    add(.number, start..<index)
  }

  private mutating func readWord() {
    let start = index
    while index < bytes.count,
      Self.isOfName(bytes[index])
        || language.joinsByHyphens && bytes[index] == UInt8(ascii: "-")
    {
      index += 1
    }
    let word = bytes[start..<index]
    if word.count <= 2, index < bytes.count, word.allSatisfy(language.prefixes.contains),
      let form = stringForm(at: index)
    {
      let isFormat = word.contains { language.formatPrefixes.contains($0) }
      open(form, from: start, isFormat: isFormat)
      return
    }
    // A member may have the name of a keyword.
    guard word.count <= 32, byte(start - 1) != UInt8(ascii: ".") || start == 0 else { return }
    let name = String(decoding: word, as: UTF8.self)
    if language.keywords.contains(name) {
      add(.keyword, start..<index)
    } else if language.types.contains(name)
      || language.capitalizesTypes && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[start])
    {
      add(.type, start..<index)
    }
  }

  /// `$name`, `$1`, `$@` and `${…}`.
  private mutating func readVariable() {
    let start = index
    index += 1
    let first = byte(index)
    if first == UInt8(ascii: "{") {
      let line = bytes[index...].prefix(256)
      index = line.firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? index + 1
    } else if Self.isOfName(first) {
      while index < bytes.count, Self.isOfName(bytes[index]) { index += 1 }
    } else if "@*#?!$-".utf8.contains(first) {
      index += 1
    } else {
      return
    }
    add(.expression, start..<index)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}
