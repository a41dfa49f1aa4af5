/// The sources of blocks that stand one after another, folded under a line that names them.
package struct SourceListing {
  package struct Block {
    package var kind: String
    package var name: String
    package var source: String
    package var notes: [String] = []
    /// What links lead to, where nothing else of the block has it.
    package var identifier: String?
  }

  package var blocks: [Block]

  package var node: HTMLNode {
    HTMLTag.details(.class("source")) {
      HTMLTag.summary {
        for (index, block) in blocks.enumerated() {
          if index > 0 { " " }
          HTMLTag.span(index > 0 ? .class("kind next") : .class("kind")) { block.kind }
          " "
          HTMLTag.b { block.name }
          for note in blocks.count == 1 ? block.notes : [] {
            " "
            HTMLTag.span(.class("aside")) { note }
          }
        }
      }
      for block in blocks {
        if blocks.count > 1 {
          HTMLTag.p(.class("listed"), block.identifier.map { .id($0) }) {
            HTMLTag.span(.class("kind")) { block.kind }
            " "
            HTMLTag.b { block.name }
            for note in block.notes {
              " "
              HTMLTag.span(.class("aside")) { note }
            }
          }
        }
        HTMLTag.pre(.class("code"), .tabindex(0)) {
          HTMLTag.code { YAMLHighlighter.nodes(block.source) }
        }
      }
    }
  }
}
