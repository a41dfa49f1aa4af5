import OctavoNotebook

/// An image of the notebook's own with its caption, and what frames a table that has one.
package struct ProseFigureView {
  package var context: PageContext

  package init(context: PageContext) { self.context = context }

  private var inlines: InlineView { InlineView(context: context) }

  package func node(_ image: ProseImage, _ caption: Prose.Caption) -> HTMLNode {
    HTMLTag.figure(identifier(of: caption)) {
      inlines.nodes([
        .image(source: image.source, title: nil, alternative: image.alternative)
      ])
      node(caption)
    }
  }

  package func node(table: HTMLNode, _ caption: Prose.Caption) -> HTMLNode {
    HTMLTag.figure(.class("table"), identifier(of: caption)) {
      node(caption)
      table
    }
  }

  private func identifier(of caption: Prose.Caption) -> HTMLAttribute? {
    context.numbering.label(of: caption).map { .id($0.identifier) }
  }

  private func node(_ caption: Prose.Caption) -> HTMLNode {
    HTMLTag.figcaption {
      if let label = context.numbering.label(of: caption) {
        HTMLTag.b { label.text }
        " "
      }
      inlines.nodes(caption.content)
    }
  }
}
