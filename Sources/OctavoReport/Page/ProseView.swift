import OctavoNotebook

/// A notebook's prose as HTML.
package struct ProseView {
  package var context: PageContext
  /// Within a summary, which is operated as a whole, headings have no link to themselves.
  var isInSummary = false

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
        if !isInSummary {
          HTMLTag.a(
            .class("anchor"), .href(LinkTarget(fragment: identifier)),
            .ariaLabel(phrases.linkToSection))
        }
      }
    case .paragraph(let content):
      HTMLTag.p { inlines.nodes(content) }
    case .quote(let blocks):
      HTMLTag.blockquote { nodes(blocks) }
    case .alert(let alert):
      node(alert)
    case .list(let list):
      node(list)
    case .math(let formula):
      HTMLTag.div(.class("equation-block")) { inlines.displayed(formula) }
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
      if let caption = table.caption {
        ProseFigureView(context: context).node(table: node(table), caption)
      } else {
        node(table)
      }
    case .figure(let image, let caption):
      ProseFigureView(context: context).node(image, caption)
    case .details, .endOfDetails:
      .empty
    }
  }

  /// Blocks with what is folded among them.
  package func nodes(_ blocks: [Prose]) -> [HTMLNode] {
    nodes(blocks) { $0.map(node) }
  }

  private func nodes(_ blocks: [Prose], plain: ([Prose]) -> [HTMLNode]) -> [HTMLNode] {
    FoldedView(prose: self).nodes(blocks, mark: { $0 }, nodes: plain)
  }

  private func node(_ list: Prose.List) -> HTMLNode {
    let items = list.items.enumerated().map { index, blocks in
      let isDone = list.tasks.indices.contains(index) ? list.tasks[index] : nil
      return HTMLTag.li(isDone.map { .class($0 ? "task done" : "task") }) {
        if let isDone { box(isDone) }
        nodes(blocks) { blocks in
          blocks.flatMap { block -> [HTMLNode] in
            if list.isTight, case .paragraph(let content) = block {
              inlines.nodes(content)
            } else {
              [node(block)]
            }
          }
        }
      }
    }
    guard let start = list.start else { return HTMLTag.ul { items } }
    return HTMLTag.ol(start == 1 ? nil : .start(start)) { items }
  }

  private func box(_ isDone: Bool) -> HTMLNode {
    HTMLTag.span(.class("box"), .role("img"), .ariaLabel(isDone ? phrases.done : phrases.open)) {
      isDone ? Icon.tick : .empty
    }
  }

  private func node(_ alert: Prose.Alert) -> HTMLNode {
    HTMLTag.div(.class("alert \(alert.kind.rawValue)"), .role("note")) {
      HTMLTag.p(.class("name")) {
        Icon.of(alert.kind)
        AlertKind(rawValue: alert.kind.rawValue).map(phrases.alert) ?? ""
      }
      nodes(alert.content)
    }
  }

  private func node(_ notes: [Prose.Footnote]) -> HTMLNode {
    HTMLTag.section(.class("footnotes"), .role("doc-endnotes"), .ariaLabel(phrases.footnotes)) {
      HTMLTag.ol {
        for note in notes {
          HTMLTag.li(.id(Footnotes.identifier(of: note.number))) {
            if case .paragraph(let content)? = note.content.last {
              nodes(note.content.dropLast())
              HTMLTag.p {
                inlines.nodes(content)
                backlinks(note)
              }
            } else {
              nodes(note.content)
              HTMLTag.p { backlinks(note) }
            }
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
          .ariaLabel(
            phrases.backToReference("\(note.number)" + (occurrence > 1 ? "-\(occurrence)" : "")))
        ) { "↩" + (occurrence > 1 ? "\(occurrence)" : "") },
      ]
    }
  }

  /// What a screen reader calls a table.
  private func name(of table: Prose.PipeTable) -> String {
    table.caption.flatMap { context.numbering.label(of: $0) }?.text ?? phrases.table
  }

  /// One whose cells break where they must is never split.
  private func paperForm(of table: Prose.PipeTable) -> TableWidth.PaperForm? {
    let columns = table.header.indices.map { column in
      ([table.header] + table.rows).flatMap { row in
        row.indices.contains(column)
          ? context.plainText(of: row[column]).split(separator: " ").map(String.init) : []
      }
    }
    return TableWidth.paperForm(TableWidth.of(columns)).map { $0 == .split ? .tiny : $0 }
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
    return HTMLTag.div(.class("scroll"), .tabindex(0), .role("region"), .ariaLabel(name(of: table)))
    {
      HTMLTag.table(paperForm(of: table).map { .class($0.rawValue) }) {
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
        if !table.rows.isEmpty {
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
}
