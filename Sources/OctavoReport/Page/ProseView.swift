import OctavoNotebook

/// A notebook's prose as HTML.
package struct ProseView {
  package var context: PageContext

  package init(context: PageContext) { self.context = context }

  private var inlines: InlineView { InlineView(context: context) }

  package func node(_ prose: Prose) -> HTMLNode {
    switch prose {
    case .heading(let level, let identifier, let content):
      HTMLTag.heading(context.outline.level(of: level))(.id(identifier)) {
        inlines.nodes(content)
      }
    case .paragraph(let content):
      HTMLTag.p { inlines.nodes(content) }
    case .quote(let blocks):
      HTMLTag.blockquote { blocks.map(node) }
    case .list(let list):
      node(list)
    case .code(let language, let text):
      HTMLTag.pre(.class("code"), .tabindex(0)) {
        HTMLTag.code {
          if let language, ["yaml", "yml"].contains(language.lowercased()) {
            YAMLHighlighter.nodes(text)
          } else {
            text
          }
        }
      }
    case .thematicBreak:
      HTMLTag.hr()
    case .table(let table):
      node(table)
    }
  }

  private func node(_ list: Prose.List) -> HTMLNode {
    let items = list.items.map { blocks in
      HTMLTag.li {
        for block in blocks {
          if list.isTight, case .paragraph(let content) = block {
            inlines.nodes(content)
          } else {
            node(block)
          }
        }
      }
    }
    guard let start = list.start else { return HTMLTag.ul { items } }
    return HTMLTag.ol(start == 1 ? nil : .start(start)) { items }
  }

  private func node(_ table: Prose.PipeTable) -> HTMLNode {
    let className = { (column: Int) -> HTMLAttribute? in
      guard table.alignments.indices.contains(column) else { return nil }
      switch table.alignments[column] {
      case .right?: return .class("number")
      case .center?: return .class("center")
      case .left?, nil: return nil
      }
    }
    return HTMLTag.div(.class("scroll"), .tabindex(0), .role("region"), .ariaLabel("Table")) {
      HTMLTag.table {
        HTMLTag.thead {
          HTMLTag.tr {
            for (column, cell) in table.header.enumerated() {
              if cell.isEmpty {
                HTMLTag.td()
              } else {
                HTMLTag.th(.scope("col"), className(column)) { inlines.nodes(cell) }
              }
            }
          }
        }
        HTMLTag.tbody {
          for row in table.rows {
            HTMLTag.tr {
              for (column, cell) in row.enumerated() {
                HTMLTag.td(className(column)) { inlines.nodes(cell) }
              }
            }
          }
        }
      }
    }
  }
}
