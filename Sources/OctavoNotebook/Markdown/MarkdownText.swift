/// A stretch of a notebook as it is handed to cmark.
struct MarkdownText {
  /// As in the source but for what is hidden: every line as long as it was, save what is cut off.
  var bytes: [UInt8]
  /// The line of the source in which it begins, counting from 1.
  var firstLine: Int
  /// How many bytes of each line were cut off at its beginning; empty for none.
  var cut: [Int] = []
  /// The formulas and citations of several lines that it holds, in order.
  var longSpans: [LongSpan] = []

  /// A span whose lines are hidden one by one.
  struct LongSpan {
    var span: HiddenSpan
    /// How many bytes it has on each of its lines.
    var lengths: [Int]
  }

  /// Where the text's lines begin and end, without their line ends.
  var lines: [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        lines.append(start..<index)
        let isPair =
          byte == UInt8(ascii: "\r") && index + 1 < bytes.count
          && bytes[index + 1] == UInt8(ascii: "\n")
        index += isPair ? 1 : 0
        start = index + 1
      }
      index += 1
    }
    return lines + [start..<bytes.count]
  }

  /// - Parameter line: Of the text, from 1.
  func cut(ofLine line: Int) -> Int { cut.indices.contains(line - 1) ? cut[line - 1] : 0 }
}

/// What a first reading of a text tells of its blocks.
struct BlockSurvey {
  /// A paragraph or heading, or a block of HTML that holds text.
  struct Content {
    enum Role {
      case plain
      /// The first paragraph of a list's item.
      case item
      /// The first paragraph of a quotation that holds more than its first line.
      case quotation
    }
    /// Of the text, from 1.
    var lines: ClosedRange<Int>
    /// In bytes, from 1.
    var startColumn: Int
    var quoteDepth: Int
    var role: Role
  }

  private(set) var contents: [Content] = []
  /// The lines of code and of HTML.
  private(set) var closedLines: Set<Int> = []

  init(_ text: MarkdownText) {
    guard let document = CMarkDocument(text.bytes) else { return }
    var node = document.root.firstChild
    var quoteDepth = 0
    // Without recursion: this reading comes before nesting is limited.
    while let current = node {
      note(current, quoteDepth)
      let isContainer = [.quote, .list, .item].contains(current.kind)
      if isContainer, let child = current.firstChild {
        if current.kind == .quote { quoteDepth += 1 }
        node = child
        continue
      }
      node = current
      while let last = node, last.next == nil, let parent = last.parent {
        if parent.kind == .quote { quoteDepth -= 1 }
        node = parent.kind == .document ? nil : parent
      }
      node = node?.next
    }
  }

  private mutating func note(_ node: CMarkNode, _ quoteDepth: Int) {
    guard node.startLine > 0, node.startLine <= max(node.endLine, node.startLine) else { return }
    let lines = node.startLine...max(node.endLine, node.startLine)
    switch node.kind {
    case .code: closedLines.formUnion(lines)
    case .html:
      closedLines.formUnion(lines)
      if HTMLBlock(Array(node.literal.utf8)) != nil {
        contents.append(
          Content(
            lines: lines, startColumn: node.startColumn, quoteDepth: quoteDepth, role: .plain))
      }
    case .paragraph, .heading:
      contents.append(
        Content(
          lines: lines, startColumn: node.startColumn, quoteDepth: quoteDepth,
          role: node.kind == .paragraph ? role(node) : .plain))
    default: break
    }
  }

  private func role(_ node: CMarkNode) -> Content.Role {
    guard let parent = node.parent, parent.firstChild?.isSame(as: node) == true else {
      return .plain
    }
    if parent.kind == .item { return .item }
    let isWhole = parent.kind == .quote && parent.parent?.kind == .document
    return isWhole && (node.next != nil || node.endLine > node.startLine) ? .quotation : .plain
  }
}
