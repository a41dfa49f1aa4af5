import OctavoMathematics

/// Writes a formula's tree as MathML.
///
/// All space between neighbors is decided here, by TeX's rules, and written out: no operator has a
/// space of its own from a browser's dictionary.
package struct MathMLWriter {
  /// The size of what is written.
  let style: MathStyle

  package init(_ style: MathStyle) { self.style = style }

  func writer(_ style: MathStyle) -> MathMLWriter { MathMLWriter(style) }

  package func row(_ nodes: [MathNode]) -> [HTMLNode] {
    let distances = distances(nodes)
    var result: [HTMLNode] = []
    for (index, node) in nodes.enumerated() {
      if distances[index].before > 0 {
        result.append(HTMLTag.mspace(.width(em: distances[index].before)))
      }
      result.append(self.node(node, distances[index]))
    }
    return result
  }

  /// One node for one part or several.
  func whole(_ nodes: [MathNode]) -> HTMLNode {
    let parts = row(nodes)
    return parts.count == 1 ? parts[0] : HTMLTag.mrow { parts }
  }

  func whole(_ node: MathNode) -> HTMLNode {
    if case .row(let nodes) = node { whole(nodes) } else { self.node(node, Distances()) }
  }

  /// The space around a part: signs have it as their own, before others stands a space.
  struct Distances {
    var before = 0.0
    var left = 0.0
    var right = 0.0
  }

  private func distances(_ nodes: [MathNode]) -> [Distances] {
    let classes = nodes.contextualClasses
    var result = Array(repeating: Distances(), count: nodes.count)
    var previous: (index: Int, mathClass: MathClass)?
    for (index, mathClass) in classes.enumerated() {
      guard let mathClass else { continue }
      defer { previous = (index, mathClass) }
      guard let previous else { continue }
      let space = MathClass.space(
        between: previous.mathClass, and: mathClass, isScript: style == .script)
      if nodes[index].isSign {
        result[index].left = space.width
      } else if nodes[previous.index].isSign {
        result[previous.index].right = space.width
      } else {
        result[index].before = space.width
      }
    }
    return result
  }

  private func node(_ node: MathNode, _ distances: Distances) -> HTMLNode {
    switch node {
    case .row(let nodes): return HTMLTag.mrow { row(nodes) }
    case .identifier(let text, let isUpright):
      return HTMLTag.mi(isUpright && text.isSlantedWhenAlone ? .normalVariant : nil) { text }
    case .number(let text): return HTMLTag.mn { text }
    case .symbol(let symbol): return sign(symbol.text, distances)
    case .function(let text, _):
      return HTMLTag.mi(text.isSlantedWhenAlone ? .normalVariant : nil) { text }
    case .text(let text, let font):
      return HTMLTag.mtext(font == .roman ? nil : .class("tex-\(font.rawValue)")) {
        text.replacing(" ", with: "\u{A0}")
      }
    case .space(let width): return HTMLTag.mspace(.width(em: width))
    case .fraction(let numerator, let denominator, let form):
      return fraction(numerator, denominator, form)
    case .root(let content, let degree):
      guard let degree else { return HTMLTag.msqrt { whole(content) } }
      return HTMLTag.mroot {
        whole(content)
        writer(.script).whole(degree)
      }
    case .scripts(let scripts): return self.scripts(scripts)
    case .accent(let base, let accent): return self.accent(base, accent)
    case .stacked(let base, let under, let over):
      return self.stacked(whole(base), under, over, isAccent: false)
    case .arrow(let text, let under, let over):
      return self.stacked(
        sign(text, Distances(), .stretchy(true)), under.map(padded), over.map(padded),
        isAccent: false)
    case .fenced(let left, let nodes, let right):
      return HTMLTag.mrow {
        fence(left, .prefix(true))
        row(nodes)
        fence(right, .prefix(false))
      }
    case .middle(let text):
      return sign(text, distances, .stretchy(true), .symmetric(true))
    case .delimiter(let text, _, let height):
      return sign(
        text, distances, .stretchy(true), .symmetric(true), .minimumSize(em: height),
        .maximumSize(em: height))
    case .table(let table): return self.table(table)
    case .styled(let style, let content):
      return HTMLTag.mstyle(
        .displayStyle(style == .display), .scriptLevel(style == .script ? 1 : 0)
      ) { writer(style).whole(content) }
    case .classed(_, let content): return self.node(content, distances)
    case .phantom(let content): return HTMLTag.mphantom { whole(content) }
    case .boxed(let content): return HTMLTag.mrow(.class("boxed")) { whole(content) }
    }
  }
}

// Signs.
extension MathMLWriter {
  private func sign(
    _ text: String, _ distances: Distances, _ attributes: HTMLAttribute?...
  ) -> HTMLNode {
    let own: [HTMLAttribute?] =
      attributes.isEmpty && Self.growing.contains(text) ? [.stretchy(false)] : attributes
    let spaces: [HTMLAttribute] = [.leftSpace(distances.left), .rightSpace(distances.right)]
    return .element(.mo, own.compactMap { $0 } + spaces, [.text(text)])
  }

  /// What a browser would make as tall or as long as its neighbors.
  private static let growing = Set(
    """
    ( ) [ ] { } | ‖ ⟨ ⟩ ⌈ ⌉ ⌊ ⌋ ⟦ ⟧ ⟮ ⟯ ⎰ ⎱ ⌜ ⌝ ∣ ∥ ← → ↔ ⇐ ⇒ ⇔ ↑ ↓ ↕ ⇑ ⇓ ⇕ ↦ ⟵ ⟶ ⟷ ⟸ ⟹ ⟺ ⟼ ↩ ↪
    ⇀ ⇁ ↼ ↽ ⇌ ⇋ ↗ ↘ ↙ ↖ √
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  private func fence(_ text: String, _ form: HTMLAttribute) -> HTMLNode {
    text.isEmpty
      ? .empty : sign(text, Distances(), form, .stretchy(true), .symmetric(true))
  }
}

// Parts above others.
extension MathMLWriter {
  private func fraction(
    _ numerator: MathNode, _ denominator: MathNode, _ form: MathFractionForm
  ) -> HTMLNode {
    let inner = writer((form.style ?? style) == .display ? .text : .script)
    let fraction = HTMLTag.mfrac(form.hasLine ? nil : .noLine) {
      inner.whole(numerator)
      inner.whole(denominator)
    }
    guard let wanted = form.style, wanted != style else { return fraction }
    return HTMLTag.mstyle(
      .displayStyle(wanted == .display), style == .script ? .scriptLevel(0) : nil
    ) { fraction }
  }

  private func scripts(_ scripts: MathScripts) -> HTMLNode {
    let isStacked =
      switch scripts.placement {
      case .stacked: true
      case .beside: false
      case .automatic:
        scripts.base.alwaysTakesLimits || scripts.base.takesLimits && style == .display
      }
    if isStacked {
      let base =
        style == .display ? whole(scripts.base) : whole(scripts.base).withFixedLimits
      return stacked(base, scripts.lower, scripts.upper, isAccent: false)
    }
    let inner = writer(.script)
    let base = whole(scripts.base)
    switch (scripts.lower, scripts.upper) {
    case (let lower?, let upper?):
      return HTMLTag.msubsup {
        base
        inner.whole(lower)
        inner.whole(upper)
      }
    case (let lower?, nil):
      return HTMLTag.msub {
        base
        inner.whole(lower)
      }
    case (nil, let upper?):
      return HTMLTag.msup {
        base
        inner.whole(upper)
      }
    case (nil, nil): return base
    }
  }

  private func stacked(
    _ base: HTMLNode, _ under: MathNode?, _ over: MathNode?, isAccent: Bool
  ) -> HTMLNode {
    let inner = writer(.script)
    switch (under, over) {
    case (let under?, let over?):
      return HTMLTag.munderover {
        base
        inner.whole(under)
        inner.whole(over)
      }
    case (let under?, nil):
      return HTMLTag.munder {
        base
        inner.whole(under)
      }
    case (nil, let over?):
      return HTMLTag.mover {
        base
        inner.whole(over)
      }
    case (nil, nil): return base
    }
  }

  private func accent(_ base: MathNode, _ accent: MathAccent) -> HTMLNode {
    // Few fonts have a line that grows, so the style sheet draws it.
    if accent.isStretched, let name = ["‾": "overlined", "_": "underlined"][accent.text] {
      return HTMLTag.mrow(.class(name)) { whole(base) }
    }
    let tag = accent.isUnder ? HTMLTag.munder : HTMLTag.mover
    return tag(accent.isUnder ? .accentUnder(true) : .accent(true)) {
      whole(base)
      sign(accent.text, Distances(), .stretchy(accent.isStretched))
    }
  }

  /// An arrow is somewhat longer than what it carries.
  private func padded(_ node: MathNode) -> MathNode { .row([.space(0.6), node, .space(0.6)]) }
}

extension MathNode {
  /// Whether it is a sign that has the space around it as its own.
  fileprivate var isSign: Bool {
    switch self {
    case .symbol, .middle, .delimiter: true
    case .classed(_, let content): content.isSign
    default: false
    }
  }
}

extension HTMLNode {
  /// A large operator that keeps its limits over and under it in a line of text.
  fileprivate var withFixedLimits: HTMLNode {
    guard case .element(.mo, let attributes, let children) = self else { return self }
    return .element(.mo, attributes + [.movableLimits(false)], children)
  }
}

extension String {
  /// A browser slants a name of one letter.
  fileprivate var isSlantedWhenAlone: Bool { unicodeScalars.count == 1 }
}
