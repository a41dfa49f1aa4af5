import OctavoNotebook

/// The parts of a page that a notebook folds under a summary.
package struct FoldedView {
  package var prose: ProseView

  package init(prose: ProseView) { self.prose = prose }

  /// - Parameters:
  ///   - mark: The prose of an item, by which the beginning and the end of a part are known.
  ///   - nodes: What items become that no mark is among.
  package func nodes<Item>(
    _ items: [Item], mark: (Item) -> Prose?, nodes: ([Item]) -> [HTMLNode]
  ) -> [HTMLNode] {
    var rest = items[...]
    return self.nodes(&rest, isInner: false, mark, nodes)
  }

  /// Up to the end of the part that the items are in.
  private func nodes<Item>(
    _ rest: inout ArraySlice<Item>, isInner: Bool, _ mark: (Item) -> Prose?,
    _ nodes: ([Item]) -> [HTMLNode]
  ) -> [HTMLNode] {
    var result: [HTMLNode] = []
    var plain: [Item] = []
    while let item = rest.popFirst() {
      switch mark(item) {
      case .details(let details)?:
        result += nodes(plain)
        plain = []
        result.append(
          node(details, content: self.nodes(&rest, isInner: true, mark, nodes)))
      case .endOfDetails? where isInner:
        return result + nodes(plain)
      default:
        plain.append(item)
      }
    }
    return result + nodes(plain)
  }

  private var summaryProse: ProseView {
    var prose = prose
    prose.isInSummary = true
    return prose
  }

  private func node(_ details: Prose.Details, content: [HTMLNode]) -> HTMLNode {
    HTMLTag.details(.class("fold"), details.isOpen ? .open : nil) {
      HTMLTag.summary {
        if details.summary.isEmpty { phrases.details }
        for (index, block) in details.summary.enumerated() {
          if index > 0 { " " }
          if case .paragraph(let inlines) = block {
            InlineView(context: prose.context).nodes(inlines)
          } else {
            summaryProse.node(block)
          }
        }
      }
      HTMLTag.div(.class("content")) { content }
    }
  }
}
