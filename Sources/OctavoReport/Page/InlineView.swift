import OctavoNotebook

/// Runs of text within prose as HTML.
package struct InlineView {
  package var context: PageContext
  /// Within a link nothing may be another link.
  private var isInLink: Bool

  package init(context: PageContext, isInLink: Bool = false) {
    self.context = context
    self.isInLink = isInLink
  }

  package func nodes(_ content: [Inline]) -> [HTMLNode] { content.map(node) }

  private func node(_ inline: Inline) -> HTMLNode {
    switch inline {
    case .text(let text): .text(text)
    case .code(let text): HTMLTag.code { text }
    case .math(let formula):
      formula.isDisplayed && !isInLink ? displayed(formula) : FormulaView(formula).node
    case .emphasis(let content): HTMLTag.em { nodes(content) }
    case .strong(let content): HTMLTag.strong { nodes(content) }
    case .struck(let content): HTMLTag.del { nodes(content) }
    case .lowered(let content): HTMLTag.sub { nodes(content) }
    case .raised(let content): HTMLTag.sup { nodes(content) }
    case .key(let content): HTMLTag.kbd { nodes(content) }
    case .link(let destination, let title, let content):
      link(to: destination, title: title, content)
    case .image(let source, let title, let alternative):
      image(source, title: title, alternative: alternative)
    case .softBreak: "\n"
    case .lineBreak: HTMLTag.br()
    case .value(let reference): value(reference)
    case .crossReference(let name): crossReference(to: name)
    case .footnote(let number, let occurrence): footnote(number, occurrence)
    case .citation(let cited): citation(cited)
    }
  }

  package func displayed(_ formula: Formula) -> HTMLNode {
    FormulaView(formula).displayed(
      label: formula.name.flatMap { context.numbering.label(named: $0) })
  }

  /// An address that may not be followed leaves its text behind.
  private func link(to destination: String, title: String?, _ content: [Inline]) -> HTMLNode {
    var inner = self
    inner.isInLink = true
    let text = inner.nodes(content)
    guard !isInLink else { return .fragment(text) }
    let step = destination.first == "#" ? String(destination.dropFirst()) : nil
    if let label = step.flatMap({ context.numbering.label(named: $0) }) {
      return HTMLTag.a(.href(LinkTarget(fragment: label.identifier))) { text }
    }
    if let step, context.document.steps.contains(where: { $0.name == step }),
      !context.outline.entries.contains(where: { $0.identifier == step })
    {
      return HTMLTag.a(.href(LinkTarget(fragment: Numbering.identifier(ofStep: step)))) { text }
    }
    guard let target = LinkTarget(context.document.address(destination)) else {
      return .fragment(text)
    }
    return HTMLTag.a(
      content.repeats(destination) ? .class("address") : nil, .href(target),
      title.map { .title($0) }
    ) { text }
  }

  /// Only an image that the page can carry is shown; of another one there is a link.
  private func image(_ source: String, title: String?, alternative: [Inline]) -> HTMLNode {
    let text = context.plainText(of: alternative)
    if let image = context.document.image(source) {
      return HTMLTag.img(.source(image), .alternative(text), title.map { .title($0) })
    }
    return link(
      to: source, title: title, [.text(text.isEmpty ? phrases.image : phrases.image(text))])
  }

  private func value(_ reference: ValueReference) -> HTMLNode {
    guard let text = context.document.valueText(reference) else {
      return HTMLTag.span(.class("missing"), .title(phrases.noSuchValue)) {
        "[\(reference.source)]"
      }
    }
    return HTMLTag.span(.class("value"), .title(reference.source)) {
      text.excerpt(ResultText.value)
    }
  }

  private func crossReference(to step: String) -> HTMLNode {
    if let label = context.numbering.label(named: step) { return reference(to: label) }
    guard context.document.steps.contains(where: { $0.name == step }) else {
      return HTMLTag.code { step }
    }
    if let label = context.numbering.reference(to: step) { return reference(to: label) }
    return reference(phrases.step(step), to: Numbering.identifier(ofStep: step))
  }

  private func reference(to label: Numbering.Label) -> HTMLNode {
    reference(label.text, to: label.identifier)
  }

  private func reference(_ text: String, to target: String) -> HTMLNode {
    guard !isInLink else { return .text(text) }
    return HTMLTag.a(.class("reference"), .href(LinkTarget(fragment: target))) { text }
  }

  private func citation(_ citation: Citation) -> HTMLNode {
    guard !isInLink else { return .text(context.references.text(of: citation)) }
    return .fragment(
      context.references.parts(of: citation).map { part in
        switch part {
        case .text(let text): return .text(text)
        case .work(let work, let text):
          let target = LinkTarget(fragment: work.identifier)
          return HTMLTag.a(
            .class("citation"), .href(target), work.text.title.map { .title($0) }
          ) { text }
        }
      })
  }

  private func footnote(_ number: Int, _ occurrence: Int) -> HTMLNode {
    guard !isInLink else { return HTMLTag.sup { String(number) } }
    return HTMLTag.sup(
      .class("footnote"), .id(Footnotes.identifier(ofReference: number, occurrence))
    ) {
      HTMLTag.a(
        .href(LinkTarget(fragment: Footnotes.identifier(of: number))),
        .ariaLabel(phrases.footnote(number))
      ) { String(number) }
    }
  }
}

/// The places that footnotes and the references to them lead to. No heading's identifier holds a
/// colon, so none is the same.
package enum Footnotes {
  package static func identifier(of number: Int) -> String { "note:\(number)" }

  package static func identifier(ofReference number: Int, _ occurrence: Int) -> String {
    "reference:\(number):\(occurrence)"
  }
}

extension [Inline] {
  /// Whether a link to an address has it for its text, so that paper need not say it again.
  fileprivate func repeats(_ address: String) -> Bool {
    func bare(_ text: String) -> Substring {
      let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
      let end = text.last == "/" ? text.index(before: text.endIndex) : text.endIndex
      return start <= end ? text[start..<end] : text[...]
    }
    return address.contains("://") && bare(plainText) == bare(address)
  }
}
