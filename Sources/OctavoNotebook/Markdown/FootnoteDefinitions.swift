/// Takes the definitions of footnotes out of a text: `[^label]:` at the left margin, with the lines
/// that go on it further in.
struct FootnoteDefinitions {
  struct Definition {
    var label: String
    /// As it was written, from `[` to `]`.
    var range: SourceRange
    var text: MarkdownText
  }

  private(set) var definitions: [Definition] = []
  /// Without the definitions: their lines are empty.
  private(set) var rest: MarkdownText

  /// How far in the further lines of a definition stand.
  private static let indentation = 4

  init(_ text: MarkdownText) {
    rest = text
    guard text.bytes.contains(UInt8(ascii: "^")) else { return }
    let lines = text.lines
    let survey = BlockSurvey(text)
    var index = 0
    while index < lines.count {
      guard !survey.closedLines.contains(index + 1),
        let start = Self.start(in: text.bytes, line: lines[index])
      else {
        index += 1
        continue
      }
      let count = Self.extent(from: index, of: lines, in: text.bytes)
      take(start, lines: Array(lines[index..<index + count]), at: index)
      index += count
    }
  }

  private typealias Start = (label: String, opening: Int, content: Int)

  /// The label at the start of a line, and where the text behind it begins.
  private static func start(in bytes: [UInt8], line: Range<Int>) -> Start? {
    let opening = line.lowerBound + bytes[line].prefix { $0 == UInt8(ascii: " ") }.prefix(4).count
    guard opening - line.lowerBound < indentation,
      let (label, end) = FootnoteLabel.read(bytes, at: opening), end < line.upperBound,
      bytes[end] == UInt8(ascii: ":")
    else { return nil }
    let content = bytes[(end + 1)..<line.upperBound].firstIndex { !$0.isSpace }
    return (label, opening, content ?? line.upperBound)
  }

  /// How many lines a definition has.
  private static func extent(from first: Int, of lines: [Range<Int>], in bytes: [UInt8]) -> Int {
    var count = 1
    var isAfterBlank = false
    for (offset, line) in lines[(first + 1)...].enumerated() {
      if bytes[line].allSatisfy(\.isSpace) {
        isAfterBlank = true
        continue
      }
      let isIndented =
        bytes[line].first == UInt8(ascii: "\t")
        || bytes[line].prefix(indentation).count { $0 == UInt8(ascii: " ") } == indentation
      guard isIndented || !isAfterBlank && goesOn(bytes[line]) else { break }
      isAfterBlank = false
      count = offset + 2
    }
    return count
  }

  /// Whether a line without indentation may go on a paragraph, as it begins no block of its own.
  private static func goesOn(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop(while: \.isSpace)
    guard let first = text.first else { return false }
    if "#>`~|<[=".utf8.contains(first) { return false }
    if "-*+_".utf8.contains(first) {
      let next = text.dropFirst().first
      return next.map { !$0.isSpace && $0 != first } ?? false
    }
    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if !digits.isEmpty, let next = text.dropFirst(digits.count).first {
      return !".)".utf8.contains(next)
    }
    return true
  }

  private mutating func take(_ start: Start, lines: [Range<Int>], at index: Int) {
    var bytes: [UInt8] = []
    var cut: [Int] = []
    for (offset, line) in lines.enumerated() {
      var content = line.lowerBound
      if offset == 0 {
        content = start.content
      } else if line.first.map({ rest.bytes[$0] }) == UInt8(ascii: "\t") {
        content += 1
      } else {
        content +=
          rest.bytes[line].prefix(Self.indentation).prefix { $0 == UInt8(ascii: " ") }.count
      }
      cut.append(content - line.lowerBound)
      bytes += rest.bytes[content..<line.upperBound] + [UInt8(ascii: "\n")]
    }
    let first = lines[0].lowerBound
    let position = SourcePosition(
      line: rest.firstLine + index, column: start.opening - first + 1)
    definitions.append(
      Definition(
        label: start.label,
        range: SourceRange(position, length: start.label.unicodeScalars.count + 3),
        text: MarkdownText(bytes: bytes, firstLine: rest.firstLine + index, cut: cut)))
    for line in lines {
      for place in line { rest.bytes[place] = UInt8(ascii: " ") }
    }
  }
}
