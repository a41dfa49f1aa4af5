/// Finds what is to be colored in Markdown, line by line: headings, marks of lists and quotations,
/// code, addresses and comments.
struct MarkdownTokens {
  private(set) var tokens: [CodeHighlighter.Token] = []

  private let bytes: [UInt8]
  /// The signs that close the fence that is open.
  private var fence: ArraySlice<UInt8>?
  private var isInComment = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      read(start..<end)
      start = end + 1
    }
  }

  private mutating func add(_ kind: CodeHighlighter.Kind, _ range: Range<Int>) {
    if !range.isEmpty { tokens.append(CodeHighlighter.Token(kind: kind, range: range)) }
  }

  private mutating func read(_ line: Range<Int>) {
    let text = bytes[line].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    if let fence {
      add(.string, line)
      let rest = text.dropFirst(fence.count)
      let isEnd = rest.allSatisfy { $0 <= 0x20 || $0 == fence.first }
      if text.starts(with: fence), isEnd { self.fence = nil }
      return
    }
    guard let first = text.first else { return }
    if isInComment {
      readComment(line)
      return
    }
    let run = text.prefix { $0 == first }
    if run.count >= 3, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") {
      fence = run
      add(.string, line)
    } else if first == UInt8(ascii: "#"), run.count <= 6,
      text.dropFirst(run.count).first.map({ $0 == UInt8(ascii: " ") }) ?? true
    {
      add(.keyword, text.startIndex..<line.upperBound)
    } else if text.starts(with: "<!--".utf8) {
      readComment(text.startIndex..<line.upperBound)
    } else {
      readInlines(text.startIndex + readMark(text)..<line.upperBound)
    }
  }

  private mutating func readComment(_ range: Range<Int>) {
    var place = range.lowerBound
    isInComment = true
    while place + 2 < range.upperBound {
      if bytes[place..<place + 3].elementsEqual("-->".utf8) {
        isInComment = false
        add(.comment, range.lowerBound..<place + 3)
        return
      }
      place += 1
    }
    add(.comment, range)
  }

  /// - Returns: How many bytes the mark of a list's item or a quotation has.
  private mutating func readMark(_ text: ArraySlice<UInt8>) -> Int {
    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    let sign = text.dropFirst(digits).first ?? 0
    let next = text.dropFirst(digits + 1).first ?? UInt8(ascii: " ")
    let isMark =
      digits == 0
      ? sign == UInt8(ascii: ">") || "-*+".utf8.contains(sign) && next == UInt8(ascii: " ")
      : ".)".utf8.contains(sign) && next == UInt8(ascii: " ")
    guard isMark else { return 0 }
    add(.keyword, text.startIndex..<text.startIndex + digits + 1)
    return digits + 1
  }

  private mutating func readInlines(_ range: Range<Int>) {
    var index = range.lowerBound
    /// Lengths of runs of backticks that nothing closes on this line.
    var open: Set<Int> = []
    var hasParenthesis = true
    while index < range.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        index += 2
      } else if byte == UInt8(ascii: "`") {
        let count = bytes[index..<range.upperBound].prefix { $0 == byte }.count
        if !open.contains(count), let end = closing(index + count..<range.upperBound, count) {
          add(.string, index..<end)
          index = end
        } else {
          open.insert(count)
          index += count
        }
      } else if byte == UInt8(ascii: "]"), index + 1 < range.upperBound, hasParenthesis,
        bytes[index + 1] == UInt8(ascii: "(")
      {
        if let end = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: ")")) {
          add(.expression, index + 2..<end)
          index = end
        } else {
          hasParenthesis = false
          index += 1
        }
      } else {
        index += 1
      }
    }
  }

  private func closing(_ range: Range<Int>, _ count: Int) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = bytes[index..<range.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
      index += run
      if run == count { return index }
    }
    return nil
  }
}
