/// A block's source, folded under a line that names it.
package struct SourceListing {
  package var kind: String
  package var name: String
  package var source: String
  package var notes: [String] = []

  package var node: HTMLNode {
    HTMLTag.details(.class("source")) {
      HTMLTag.summary {
        HTMLTag.span(.class("kind")) { kind }
        " "
        HTMLTag.b { name }
        for note in notes {
          " "
          HTMLTag.span(.class("aside")) { note }
        }
      }
      HTMLTag.pre(.class("code"), .tabindex(0)) {
        HTMLTag.code { YAMLHighlighter.nodes(source) }
      }
    }
  }
}
