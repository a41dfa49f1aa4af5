/// The fence around a block of code at the left margin, and what its first line announces.
struct Fence {
  /// What stands behind the opening fence, word by word.
  let words: [Key]
  /// Both fences and what is between.
  let range: SourceRange
  /// The lines between the fences, by number.
  let lines: Range<Int>
  let isClosed: Bool
  /// The first line within that would open a step or a config, were this fence closed above it.
  private let swallowed: SourceRange?

  /// - Returns: `nil` for code that is set off by indentation.
  init?(_ source: Source, openedIn first: Int, until last: Int) {
    let opening = source.line(first).unicodeScalars
    let indentation = opening.prefix { $0 == " " }.count
    guard indentation < Self.codeIndentation else { return nil }
    let start = opening.dropFirst(indentation)
    guard let sign = start.first, sign == "`" || sign == "~" else { return nil }
    let length = start.prefix { $0 == sign }.count
    words = Self.words(of: start.dropFirst(length), column: indentation + length + 1, line: first)

    let lastLine = source.line(last).unicodeScalars
    let closing = lastLine.drop { $0 == " " }
    let signs = closing.prefix { $0 == sign }.count
    isClosed =
      last > first && signs >= length
      && lastLine.count - closing.count < Self.codeIndentation
      && closing.dropFirst(signs).allSatisfy(\.properties.isWhitespace)
    lines = first + 1..<max(isClosed ? last : last + 1, first + 1)
    range = SourceRange(
      SourcePosition(line: first, column: indentation + 1), source.range(ofLine: last).end)
    swallowed = lines.first { number in
      let line = source.line(number).unicodeScalars
      let fence = line.drop { $0 == " " }
      let signs = fence.prefix { $0 == sign }.count
      return line.count - fence.count < Self.codeIndentation && signs >= length
        && Self.kind(announcedBy: String(fence.dropFirst(signs))) != nil
    }.map(source.range(ofLine:))
  }

  /// From here on CommonMark takes a line for code that is set off by indentation. A tab reaches it
  /// from any column before.
  private static let codeIndentation = 4

  /// The line that opens it.
  var openingRange: SourceRange {
    let end =
      words.last?.range.end
      ?? SourcePosition(
        line: range.start.line, column: range.start.column + 3)
    return SourceRange(range.start, end)
  }

  var kind: Block.Kind? { Self.kind(of: words.map(\.text)) }

  var announcesBlock: Bool { kind != nil }

  /// Behind `step` or `config`.
  var nameWords: ArraySlice<Key> { words.drop { $0.text != kind?.rawValue }.dropFirst() }

  /// - Parameter info: what stands behind the opening fence.
  static func kind(announcedBy info: String) -> Block.Kind? {
    kind(of: info.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  private static func kind(of words: [String]) -> Block.Kind? {
    let isYAML = words.first == "yaml" || words.first == "yml"
    return words.dropFirst(isYAML ? 1 : 0).first.flatMap(Block.Kind.init)
  }

  /// Of code that is no block but may have been meant as one, or that swallows what follows.
  var doubts: [Diagnostic] {
    var doubts: [Diagnostic] = []
    if let first = words.first, let last = words.last {
      let range = SourceRange(first.range.start, last.range.end)
      let info = words.map(\.text).joined(separator: " ")
      if let meant = MistypedFence(info) {
        doubts.append(
          Diagnostic(
            .misspelledBlock, .warning, at: range,
            "code that is announced as `\(info)` is shown as it is, not run",
            remedy: "did you mean `\(meant)`?",
            replacement: Replacement(
              of: info, at: range, by: meant.description)))
      }
    }
    if !isClosed {
      doubts.append(
        Diagnostic(
          .unclosedBlock, .warning, at: openingRange,
          "this fence is never closed, so all that follows is code"))
    }
    if let swallowed {
      doubts.append(
        Diagnostic(
          .blockNotRun, .warning, at: swallowed,
          "this line is part of the code above it, and is not run",
          remedy:
            "close the fence of line \(range.start.line), or open it with more signs to quote "
            + "this one", notes: [.init(at: openingRange, "that fence is opened here")]))
    }
    return doubts
  }

  /// Lower-case words joined by hyphens.
  static func isName(_ text: String) -> Bool {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    return text.first?.isLetter == true
      && words.allSatisfy { word in
        !word.isEmpty
          && word.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
              || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
          }
      }
  }

  private static func words(
    of text: Substring.UnicodeScalarView, column: Int, line: Int
  ) -> [Key] {
    var words: [Key] = []
    var word = String.UnicodeScalarView()
    var column = column
    func end() {
      let start = SourcePosition(line: line, column: column - word.count)
      if !word.isEmpty {
        words.append(Key(String(word), at: SourceRange(start, length: word.count)))
      }
      word.removeAll()
    }
    for scalar in text {
      if scalar == " " || scalar == "\t" { end() } else { word.append(scalar) }
      column += 1
    }
    end()
    return words
  }
}
