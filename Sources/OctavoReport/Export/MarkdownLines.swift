/// The lines of a Markdown text, and which of them are code within fences.
struct MarkdownLines {
  struct Line {
    var text: Substring
    /// Of a fence, too.
    var isCode: Bool
  }

  let lines: [Line]
  /// The fence that closes the code with which the text ends; `nil` where it is closed.
  let missingFence: String?

  init(_ text: String) {
    var fence: (sign: Character, count: Int)?
    var lines: [Line] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      // Code may stand within quotations and lists.
      let content = line.drop { " \t>".contains($0) }
      let sign = content.first ?? " "
      let count = content.prefix { $0 == sign }.count
      let isFence = (sign == "`" || sign == "~") && count >= 3
      let rest = content.dropFirst(count)
      lines.append(Line(text: line, isCode: fence != nil || isFence && !rest.contains("`")))
      if let open = fence {
        if isFence, sign == open.sign, count >= open.count, rest.allSatisfy(\.isWhitespace) {
          fence = nil
        }
      } else if isFence, !rest.contains("`") {
        fence = (sign, count)
      }
    }
    self.lines = lines
    missingFence = fence.map { String(repeating: $0.sign, count: $0.count) }
  }

  /// The text without code: its lines are empty, and its spans are spaces.
  var withoutCode: String {
    lines.map { $0.isCode ? "" : Self.withoutSpans($0.text) }.joined(separator: "\n")
  }

  private static func withoutSpans(_ line: Substring) -> String {
    var (text, rest) = ("", line)
    while let tick = rest.firstIndex(of: "`") {
      text += rest[..<tick]
      let ticks = rest[tick...].prefix { $0 == "`" }
      let inner = rest[ticks.endIndex...]
      guard let end = inner.span(endingWith: ticks.count) else {
        text += ticks
        rest = inner
        continue
      }
      text += String(repeating: " ", count: rest.distance(from: tick, to: end))
      rest = rest[end...]
    }
    return text + rest
  }
}

extension Substring {
  /// Where a code span ends, given what follows the backticks that open it.
  func span(endingWith count: Int) -> Index? {
    var rest = self
    while let tick = rest.firstIndex(of: "`") {
      let ticks = rest[tick...].prefix { $0 == "`" }
      if ticks.count == count { return ticks.endIndex }
      rest = rest[ticks.endIndex...]
    }
    return nil
  }
}
