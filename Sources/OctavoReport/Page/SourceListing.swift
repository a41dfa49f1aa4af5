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
          block.heading(isFirst: index == 0)
          if blocks.count == 1 { block.asides }
        }
      }
      for block in blocks {
        if blocks.count > 1 {
          HTMLTag.p(.class("listed"), block.identifier.map { .id($0) }) {
            block.heading()
            block.asides
          }
        }
        HTMLTag.pre(.class("code"), .tabindex(0)) {
          HTMLTag.code { YAMLHighlighter.nodes(block.source) }
        }
      }
    }
  }
}

extension SourceListing.Block {
  /// Its kind and its name.
  ///
  /// - Parameter isFirst: Whether it follows no other in its line.
  func heading(isFirst: Bool = true) -> [HTMLNode] {
    [HTMLTag.span(.class(isFirst ? "kind" : "kind next")) { kind }, " ", HTMLTag.b { name }]
  }

  fileprivate var asides: [HTMLNode] {
    notes.flatMap { note in [" ", HTMLTag.span(.class("aside")) { note }] }
  }
}
