import OctavoBase
import OctavoResults

/// Texts token by token. One quantity colors the running text and stands small under each token;
/// several make a table with one column a token.
package struct TokensView {
  package var strips: [TokenStrip]
  package var name: String
  /// What links within the page lead to; `nil` for a figure that stands alone.
  package var identifier: String?

  private static let stripLimit = 50
  private static let tokenLimit = 8_000
  /// How many texts are not folded away.
  private static let openLimit = 2
  /// How many tokens the keyboard reaches.
  private static let reachableLimit = 400

  package init(strips: [TokenStrip], name: String, identifier: String? = nil) {
    self.strips = strips
    self.name = name
    self.identifier = identifier
  }

  /// How many tokens of each strip there is room for.
  private var share: Int { max(Self.tokenLimit / max(min(strips.count, Self.stripLimit), 1), 1) }

  package var node: HTMLNode {
    let shown = Array(strips.prefix(Self.stripLimit))
    let scales = TokenScales(shown)
    let reachable = reachableCount(shown)
    let nodes = shown.enumerated().map { index, strip in
      node(strip, index, scales, isReachable: index < reachable)
    }
    let end = identifier.map { "\($0):end" }
    return HTMLTag.div(.class("strips")) {
      if let end {
        HTMLTag.a(.class("past"), .href(LinkTarget(fragment: end))) { phrases.skipTokens }
      }
      TokenKeyView(scales: scales).node
      Array(nodes.prefix(Self.openLimit))
      if nodes.count > Self.openLimit {
        HTMLTag.details(.class("data")) {
          HTMLTag.summary { phrases.more(nodes.count - Self.openLimit) }
          Array(nodes.dropFirst(Self.openLimit))
        }
      }
      if strips.count > Self.stripLimit {
        omission(phrases.moreTextsLeftOut(strips.count - Self.stripLimit))
      }
      if let end { HTMLTag.span(.id(end)) }
    }
  }

  private func reachableCount(_ shown: [TokenStrip]) -> Int {
    var rest = Self.reachableLimit
    return shown.prefix { strip in
      rest -= min(strip.tokens.count, share)
      return rest >= 0
    }.count
  }

  private func node(
    _ full: TokenStrip, _ index: Int, _ scales: TokenScales, isReachable: Bool
  ) -> HTMLNode {
    let strip = full.prefix(share)
    return HTMLTag.div(.class("strip")) {
      if let title = strip.title {
        HTMLTag.p(.class("eyebrow")) { title.excerpt(ResultText.value) }
      }
      if let row = strip.rows.first, strip.rows.count == 1 {
        running(strip, row, scales, isReachable: isReachable)
      } else {
        reading(strip, scales)
        TokenTable(
          strip: strip, scales: scales, name: "\(name), \(phrases.text(index + 1))",
          isReachable: isReachable
        ).node
      }
      if full.tokens.count > strip.tokens.count {
        omission(phrases.moreTokensLeftOut(full.tokens.count - strip.tokens.count))
      }
    }
  }

  private func omission(_ text: String) -> HTMLNode { HTMLTag.p(.class("aside")) { text } }

  /// What the small numbers are and what colors the text, where nothing else says so.
  package var note: String? {
    guard let strip = strips.first else { return nil }
    let prompt = strips.contains { $0.prompt != nil } ? phrases.promptIsBold : nil
    if let row = strip.rows.first, strips.allSatisfy({ $0.rows.count == 1 }) {
      return [phrases.underTokens(row.title), prompt].compactMap { $0 }.joined(separator: " ")
    }
    let shade = strip.leadingRow.map { phrases.textColored(by: $0.name) }
    let notes = [shade, prompt].compactMap { $0 }
    return notes.isEmpty ? nil : notes.joined(separator: " ")
  }

  private func prompt(_ strip: TokenStrip) -> HTMLNode {
    strip.prompt.map { prompt in
      .fragment([HTMLTag.b(.class("prompt")) { prompt.excerpt(ResultText.value) }, " "])
    } ?? .empty
  }

  private func running(
    _ strip: TokenStrip, _ row: TokenStrip.Row, _ scales: TokenScales, isReachable: Bool
  ) -> HTMLNode {
    HTMLTag.p(.class("running")) {
      prompt(strip)
      for (index, token) in strip.tokens.enumerated() {
        let mark = TokenMark(strip: strip, index: index, isReachable: isReachable)
        mark.node(scales.className(row, index)) {
          HTMLTag.span { mark.text }
          HTMLTag.small { row.value(index).map { scales[row].text($0, digits: 2) } ?? "–" }
        }
        if token.contains(where: \.isNewline) { HTMLTag.br() }
      }
    }
  }

  /// The whole text, after the prompt that it answers, before it is taken apart.
  private func reading(_ strip: TokenStrip, _ scales: TokenScales) -> HTMLNode {
    let leading = strip.leadingRow
    return HTMLTag.p(.class("reading")) {
      prompt(strip)
      for (index, token) in strip.readableTokens.enumerated() {
        if let name = leading.flatMap({ scales.className($0, index) }) {
          HTMLTag.span(.class(name)) { token.shortened() }
        } else {
          token.shortened()
        }
      }
    }
  }
}

extension TokenStrip {
  /// What colors the text as a whole: the advantage, which says what the policy learns from each
  /// token, or else the first quantity with colors.
  fileprivate var leadingRow: Row? {
    rows.first { $0.name == "advantage" && $0.scale != .plain } ?? rows.first { $0.scale != .plain }
  }

  /// The tokens as text to read: tokens that show their white space as signs have it back.
  fileprivate var readableTokens: [String] {
    let hasSigns = !tokens.contains { $0.contains(" ") }
    return hasSigns
      ? tokens.map { $0.replacing("·", with: " ").replacing("↵", with: "\n") } : tokens
  }

  /// The strip up to so many tokens.
  fileprivate func prefix(_ count: Int) -> TokenStrip {
    guard tokens.count > count else { return self }
    var result = self
    result.tokens = Array(tokens.prefix(count))
    result.rows = rows.map { row in
      var row = row
      row.values = Array(row.values.prefix(count))
      return row
    }
    return result
  }
}
