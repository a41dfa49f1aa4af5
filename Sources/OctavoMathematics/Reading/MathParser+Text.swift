// Words within a formula, and names of functions.
extension MathParser {
  static let textFonts: [String: MathTextFont] = [
    "text": .roman, "textrm": .roman, "textnormal": .roman, "textup": .roman, "mbox": .roman,
    "hbox": .roman, "textbf": .bold, "textit": .italic, "emph": .italic, "textsf": .sans,
    "texttt": .mono,
  ]

  mutating func text(of name: String, _ range: Range<Int>, _ font: MathTextFont) -> MathNode? {
    guard token.kind == .open else {
      if case .character(let scalar) = token.kind {
        advance()
        return .text(String(scalar), font)
      }
      fail(
        .malformed, range, "no text follows `\\\(name)`",
        remedy: "write it between braces: `\\\(name){…}`")
      return nil
    }
    let opening = token.range
    guard let content = contentOfGroup() else {
      fail(.malformed, opening, "this brace is never closed")
      return nil
    }
    let nodes = nested([]) { $0.words(in: content, font) }
    return nodes.count == 1 ? nodes[0] : .row(nodes)
  }

  /// Words with formulas between dollars among them.
  private mutating func words(in range: Range<Int>, _ font: MathTextFont) -> [MathNode] {
    var nodes: [MathNode] = []
    var words = ""
    func flush() {
      if !words.isEmpty { nodes.append(.text(words, font)) }
      words = ""
    }
    var index = range.lowerBound
    while index < range.upperBound {
      let scalar = lexer.scalars[index]
      switch scalar {
      case "$":
        let start = index + 1
        guard let end = lexer.scalars[start..<range.upperBound].firstIndex(of: "$") else {
          fail(
            .malformed, index..<start, "this dollar is not closed within the text",
            remedy: "write a dollar as `\\$`")
          return nodes
        }
        flush()
        nodes += formula(within: start..<end)
        index = end + 1
        continue
      case "\\":
        let end = commandEnd(at: index, before: range.upperBound)
        let name = lexer.text(index + 1..<end)
        if let sign = Self.textSigns[name] {
          words += sign
        } else if let inner = Self.textFonts[name], end < range.upperBound,
          lexer.scalars[end] == "{", let close = closing(after: end, before: range.upperBound)
        {
          flush()
          nodes += nested([]) { $0.words(in: end + 1..<close, inner) }
          index = close + 1
          continue
        } else {
          reportUnknown(inText: name, index..<end)
        }
        index = end
        continue
      case "{", "}":
        break
      case "~":
        words += "\u{A0}"
      default:
        words += scalar.properties.isWhitespace ? " " : String(scalar)
      }
      index += 1
    }
    flush()
    return nodes
  }

  private mutating func formula(within range: Range<Int>) -> [MathNode] {
    var parser = MathParser(
      lexer.text(range), offset: startOffset + range.lowerBound, depth: depth + 1)
    let nodes = parser.formula()
    problems += parser.problems.prefix(max(MathLimits.problems - problems.count, 0))
    return nodes
  }

  private mutating func reportUnknown(inText name: String, _ range: Range<Int>) {
    report(
      .unknownCommand, range, "a text has no command `\\\(name)`",
      remedy: "write a formula within it between dollars")
  }

  private func commandEnd(at start: Int, before end: Int) -> Int {
    var index = start + 1
    while index < end, lexer.scalars[index].isLatinLetter { index += 1 }
    return index == start + 1 ? min(index + 1, end) : index
  }

  private func closing(after open: Int, before end: Int) -> Int? {
    var depth = 0
    var index = open
    while index < end {
      switch lexer.scalars[index] {
      case "\\": index += 1
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }

  private static let textSigns = [
    " ": " ", ",": "\u{2009}", ";": "\u{2004}", "quad": "\u{2003}", "qquad": "\u{2003}\u{2003}",
    "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}", "ldots": "…",
    "dots": "…", "textendash": "–", "textemdash": "—", "textbackslash": "\\", "-": "",
  ]

  /// `\operatorname{name}`, whose starred form takes limits.
  mutating func operatorName(_ range: Range<Int>) -> MathNode {
    let takesLimits = take(.character("*"))
    let outer = variant
    variant = .upright
    let content = argument(of: "\\operatorname", range)
    variant = outer
    if let name = content.wordText { return .function(name, takesLimits: takesLimits) }
    return .classed(.largeOperator, content)
  }
}

extension MathNode {
  /// The text of a name: letters and digits with spaces; `nil` where there is more.
  fileprivate var wordText: String? {
    switch self {
    case .identifier(let text, _), .number(let text), .text(let text, _), .function(let text, _):
      return text
    case .space(let width):
      return width > 0 ? "\u{2009}" : ""
    case .symbol(let symbol):
      return symbol.text == "−" ? "-" : symbol.text == "∗" ? "*" : symbol.text
    case .row(let nodes):
      let texts = nodes.compactMap(\.wordText)
      return texts.count == nodes.count ? texts.joined() : nil
    default:
      return nil
    }
  }
}
