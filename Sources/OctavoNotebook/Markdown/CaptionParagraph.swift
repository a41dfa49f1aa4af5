/// A paragraph that begins with `: ` or `Table: `: the caption of the table before or after it.
struct CaptionParagraph {
  var name: Key?
  /// Without the words that mark it as a caption.
  var content: [Inline]
  /// To be shown where no table is beside it.
  var asWritten: [Inline]

  private static let beginnings = [": ", "Table: ", "Table:\u{A0}"]

  /// The content of a paragraph behind the beginning of a caption.
  static func content(of inlines: [Inline]) -> [Inline]? {
    guard case .text(let text)? = inlines.first,
      let beginning = beginnings.first(where: text.hasPrefix)
    else { return nil }
    let rest = String(text.dropFirst(beginning.count).drop { $0 == " " })
    return (rest.isEmpty ? [] : [.text(rest)]) + inlines.dropFirst()
  }
}

/// `{#fig-name}` or `{#tbl-name}` at the end of a text.
struct LabelMark {
  var name: String
  /// What stands behind the name, such as `width=50%`.
  var rest: String
  /// As it was written.
  var source: String

  /// Takes the mark from the end of a run of text.
  static func taken(from inlines: inout [Inline]) -> LabelMark? {
    guard case .text(let text)? = inlines.last, text.last == "}" || text.last == " ",
      let match = text.wholeMatch(
        of: #/(.*?)\s*(\{#([^\s{}]+)\s*([^{}]*)\})\s*/#.dotMatchesNewlines())
    else { return nil }
    inlines.removeLast()
    if !match.1.isEmpty { inlines.append(.text(String(match.1))) }
    while inlines.last == .softBreak { inlines.removeLast() }
    return LabelMark(
      name: String(match.3), rest: String(match.4).trimmedEnd, source: String(match.2))
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

/// The name of an image, a table or an equation of the notebook's own.
struct Label {
  enum Kind: String {
    case figure = "fig-"
    case table = "tbl-"
    case equation = "eq-"

    var word: String {
      switch self {
      case .figure: "an image"
      case .table: "a table"
      case .equation: "an equation"
      }
    }

    /// Of which kind something of this name is.
    init?(of name: String) {
      let kinds = [Kind.figure, .table, .equation]
      guard let kind = kinds.first(where: { name.hasPrefix($0.rawValue) }) else {
        return nil
      }
      self = kind
    }
  }

  var name: Key
  var kind: Kind
}
