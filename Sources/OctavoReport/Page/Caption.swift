import OctavoNotebook

/// What stands under a figure or over a table: its number and a few words.
package struct Caption: Hashable, Sendable {
  package var label: Numbering.Label?
  package var text: String?

  package init(label: Numbering.Label?, text: String?) {
    self.label = label
    self.text = text
  }

  package func node(note: String? = nil) -> HTMLNode {
    guard label != nil || text != nil || note != nil else { return .empty }
    return HTMLTag.figcaption {
      // Spaces for whoever hears or copies the text; the style sheet sets the distance.
      if let label {
        HTMLTag.b { label.text }
        " "
      }
      if let text {
        Self.words(text)
        " "
      }
      if let note { HTMLTag.span(.class("aside")) { note } }
    }
  }

  /// Code stands between backticks and formulas between dollars, as in the notebook's prose.
  static func words(_ text: String) -> [HTMLNode] {
    [Inline](caption: text).map { inline in
      switch inline {
      case .code(let text): HTMLTag.code { text }
      case .math(let formula): FormulaView(formula).node
      default: .text([inline].plainText)
      }
    }
  }
}
