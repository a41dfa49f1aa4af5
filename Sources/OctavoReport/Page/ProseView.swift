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
        if let number = context.outline.number(of: identifier) {
          HTMLTag.span(.class("section")) { number }
          " "
        }
        inlines.nodes(content)
      }
    case .paragraph(let content):
      HTMLTag.p { inlines.nodes(content) }
    case .quote(let blocks):
      HTMLTag.blockquote { blocks.map(node) }
    case .alert(let alert):
      node(alert)
    case .list(let list):
      node(list)
    case .math(let formula):
      HTMLTag.pre(.class("math"), .tabindex(0)) { HTMLTag.code { formula.written } }
    case .footnotes(let notes):
      node(notes)
    case .code(let language, let text):
      HTMLTag.pre(.class("code"), .tabindex(0)) {
        HTMLTag.code {
          CodeHighlighter.nodes(text, language: language)
        }
      }
    case .thematicBreak:
      HTMLTag.hr()
    case .table(let table):
      node(table)
    }
  }

  private func node(_ list: Prose.List) -> HTMLNode {
    let items = list.items.enumerated().map { index, blocks in
      let isDone = list.tasks.indices.contains(index) ? list.tasks[index] : nil
      return HTMLTag.li(isDone.map { .class($0 ? "task done" : "task") }) {
        if let isDone { box(isDone) }
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

  private func box(_ isDone: Bool) -> HTMLNode {
    HTMLTag.span(.class("box"), .role("img"), .ariaLabel(isDone ? "done" : "open")) {
      isDone ? Icon.tick : .empty
    }
  }

  private func node(_ alert: Prose.Alert) -> HTMLNode {
    HTMLTag.div(.class("alert \(alert.kind.rawValue)"), .role("note")) {
      HTMLTag.p(.class("name")) {
        alert.kind == .tip ? Icon.pass : Icon.warning
        alert.kind.rawValue.capitalized
      }
      alert.content.map(node)
    }
  }

  private func node(_ notes: [Prose.Footnote]) -> HTMLNode {
    HTMLTag.section(.class("footnotes"), .role("doc-endnotes"), .ariaLabel("Footnotes")) {
      HTMLTag.ol {
        for note in notes {
          HTMLTag.li(.id(Footnotes.identifier(of: note.number))) {
            for (index, block) in note.content.enumerated() {
              if index == note.content.count - 1, case .paragraph(let content) = block {
                HTMLTag.p {
                  inlines.nodes(content)
                  backlinks(note)
                }
              } else {
                node(block)
              }
            }
            if case .paragraph? = note.content.last {} else { HTMLTag.p { backlinks(note) } }
          }
        }
      }
    }
  }

  private func backlinks(_ note: Prose.Footnote) -> [HTMLNode] {
    (1...max(note.references, 1)).flatMap { occurrence -> [HTMLNode] in
      let target = Footnotes.identifier(ofReference: note.number, occurrence)
      return [
        " ",
        HTMLTag.a(
          .class("back"), .href(LinkTarget(fragment: target)),
          .ariaLabel("Back to reference \(note.number)" + (occurrence > 1 ? "-\(occurrence)" : ""))
        ) { "↩" + (occurrence > 1 ? "\(occurrence)" : "") },
      ]
    }
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
