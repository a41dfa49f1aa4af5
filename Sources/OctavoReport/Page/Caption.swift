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
        words(text)
        " "
      }
      if let note { HTMLTag.span(.class("aside")) { note } }
    }
  }

  /// What stands between backticks is code, as in the notebook's prose.
  @HTMLBuilder private func words(_ text: String) -> [HTMLNode] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    if parts.count.isMultiple(of: 2) {
      text
    } else {
      for (index, part) in parts.enumerated() {
        if index.isMultiple(of: 2) { part } else { HTMLTag.code { part } }
      }
    }
  }
}
