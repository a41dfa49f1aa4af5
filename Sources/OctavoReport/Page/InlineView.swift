import OctavoNotebook

/// Runs of text within prose as HTML.
package struct InlineView {
  package var context: PageContext

  package func nodes(_ content: [Inline]) -> [HTMLNode] { content.map(node) }

  private func node(_ inline: Inline) -> HTMLNode {
    switch inline {
    case .text(let text): .text(text)
    case .code(let text): HTMLTag.code { text }
    case .emphasis(let content): HTMLTag.em { nodes(content) }
    case .strong(let content): HTMLTag.strong { nodes(content) }
    case .link(let destination, let title, let content):
      link(to: destination, title: title, nodes(content))
    case .image(let source, let title, let alternative):
      image(source, title: title, alternative: alternative)
    case .softBreak: "\n"
    case .lineBreak: HTMLTag.br()
    case .value(let reference): value(reference)
    case .crossReference(let step): crossReference(to: step)
    }
  }

  /// An address that may not be followed leaves its text behind.
  private func link(to destination: String, title: String?, _ content: [HTMLNode]) -> HTMLNode {
    let step = destination.first == "#" ? String(destination.dropFirst()) : nil
    if let step, context.document.steps.contains(where: { $0.name == step }),
      !context.outline.entries.contains(where: { $0.identifier == step })
    {
      return HTMLTag.a(.href(LinkTarget(fragment: Numbering.identifier(ofStep: step)))) {
        content
      }
    }
    guard let target = LinkTarget(destination) else { return .fragment(content) }
    return HTMLTag.a(.href(target), title.map { .title($0) }) { content }
  }

  /// Only an image that the page can carry is shown; of another one there is a link.
  private func image(_ source: String, title: String?, alternative: String) -> HTMLNode {
    if let image = context.document.image(source) {
      return HTMLTag.img(
        .source(image), .alternative(alternative), title.map { .title($0) })
    }
    let text = alternative.isEmpty ? "Image" : "Image: \(alternative)"
    return link(to: source, title: title, [.text(text)])
  }

  private func value(_ reference: ValueReference) -> HTMLNode {
    guard let text = context.document.valueText(reference) else {
      return HTMLTag.span(.class("missing"), .title("This run has no such value")) {
        "[\(reference.source)]"
      }
    }
    return HTMLTag.span(.class("value"), .title(reference.source)) { text }
  }

  private func crossReference(to step: String) -> HTMLNode {
    guard context.document.steps.contains(where: { $0.name == step }) else {
      return HTMLTag.code { step }
    }
    let label = context.numbering.reference(to: step)
    let target = label?.identifier ?? Numbering.identifier(ofStep: step)
    return HTMLTag.a(.class("reference"), .href(LinkTarget(fragment: target))) {
      label?.text ?? "step\u{A0}\(step)"
    }
  }
}
