import OctavoBase
import OctavoResults

/// Texts token by token. One quantity colors the running text and stands small under each token;
/// several make a table with one column a token.
package struct TokensView {
  package var strips: [TokenStrip]
  package var name: String

  private static let stripLimit = 50
  private static let tokenLimit = 8_000

  /// How many tokens of each strip there is room for.
  private var share: Int { max(Self.tokenLimit / max(min(strips.count, Self.stripLimit), 1), 1) }

  package var node: HTMLNode {
    HTMLTag.div(.class("strips")) {
      for (index, full) in strips.prefix(Self.stripLimit).enumerated() {
        let strip = full.prefix(share)
        HTMLTag.div(.class("strip")) {
          if let title = strip.title {
            HTMLTag.p(.class("eyebrow")) { title.excerpt(ResultText.value) }
          }
          if let prompt = strip.prompt {
            HTMLTag.p { HTMLTag.b { prompt.excerpt(ResultText.value) } }
          }
          if let row = strip.rows.first, strip.rows.count == 1 {
            running(strip, row)
          } else {
            table(strip, name: "\(name), \(phrases.text(index + 1))")
          }
          if full.tokens.count > strip.tokens.count {
            omission(phrases.moreTokensLeftOut(full.tokens.count - strip.tokens.count))
          }
        }
      }
      if strips.count > Self.stripLimit {
        omission(phrases.moreTextsLeftOut(strips.count - Self.stripLimit))
      }
    }
  }

  private func omission(_ text: String) -> HTMLNode { HTMLTag.p(.class("aside")) { text } }

  /// What the small numbers are, where nothing else says so.
  package var note: String? {
    guard let strip = strips.first, let row = strip.rows.first,
      strips.allSatisfy({ $0.rows.count == 1 })
    else { return nil }
    return phrases.underTokens(row.title)
  }

  private func running(_ strip: TokenStrip, _ row: TokenStrip.Row) -> HTMLNode {
    let colors = row.colors
    return HTMLTag.p(.class("running")) {
      for (index, token) in strip.tokens.enumerated() {
        let value = row.value(index)
        let level = value.flatMap { value in colors.map { $0.className(value) } }
        HTMLTag.span(.class(["token", level].compactMap { $0 }.joined(separator: " "))) {
          HTMLTag.span { token.visible }
          HTMLTag.small { row.text(index, digits: 2) }
        }
        if token.contains(where: \.isNewline) { HTMLTag.br() }
      }
    }
  }

  /// A table broken into lines that fit the page, as interlinear glosses are.
  private func table(_ strip: TokenStrip, name: String) -> HTMLNode {
    let lines = strip.lines(ofWidth: 68)
    return HTMLTag.div(.class("glosses")) {
      for (index, line) in lines.enumerated() {
        let part = lines.count == 1 ? name : "\(name), \(phrases.part(index + 1, of: lines.count))"
        HTMLTag.div(.class("scroll"), .tabindex(0), .role("region"), .ariaLabel(part)) {
          table(strip, line)
        }
      }
    }
  }

  private func table(_ strip: TokenStrip, _ line: Range<Int>) -> HTMLNode {
    HTMLTag.table(.class("tokens")) {
      HTMLTag.thead {
        HTMLTag.tr {
          HTMLTag.th(.scope("row")) { phrases.token }
          for token in strip.tokens[line] { HTMLTag.th(.scope("col")) { token.visible } }
        }
      }
      HTMLTag.tbody {
        for row in strip.rows {
          let colors = row.colors
          HTMLTag.tr {
            HTMLTag.th(.scope("row")) { row.title }
            for index in line {
              HTMLTag.td(
                row.value(index).flatMap { value in
                  colors.map { .class($0.className(value)) }
                }
              ) { row.cell(index) }
            }
          }
        }
      }
    }
  }
}

extension TokenStrip {
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

  /// Stretches of tokens whose columns, in characters, fit a width.
  fileprivate func lines(ofWidth width: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var (start, used) = (0, 0)
    for index in tokens.indices {
      let texts = [tokens[index].visible] + rows.map { $0.cell(index) }
      // A column's padding is about as wide as three digits.
      let column = 3 + (texts.map(\.count).max() ?? 0)
      if index > start, used + column > width {
        lines.append(start..<index)
        (start, used) = (index, 0)
      }
      used += column
    }
    return lines + [start..<tokens.count]
  }
}

extension TokenStrip.Row {
  fileprivate var title: String { unit.map { "\(name) (\($0))" } ?? name }

  /// `nil` for a quantity that is not colored.
  fileprivate var colors: ColorScale? {
    let finite = values.compactMap { $0 }.filter(\.isFinite)
    switch scale {
    case .plain: return nil
    case .diverging: return ColorScale(values: finite, isDiverging: true)
    // Nothing is the pale end, even where no token has it.
    case .sequential: return ColorScale(values: finite + [0], isDiverging: false)
    }
  }

  fileprivate func value(_ index: Int) -> Double? {
    guard values.indices.contains(index), let value = values[index], value.isFinite else {
      return nil
    }
    return value
  }

  /// A number of the table: with two decimals or more, since small ones matter beside a large one.
  fileprivate func cell(_ index: Int) -> String {
    let greatest = values.compactMap { $0 }.filter(\.isFinite).map(abs).max() ?? 0
    return text(index, digits: greatest >= 10 ? 4 : 3)
  }

  /// - Parameter digits: of the greatest number in the row.
  fileprivate func text(_ index: Int, digits: Int) -> String {
    guard values.indices.contains(index), let value = values[index] else { return "–" }
    let finite = values.compactMap { $0 }.filter(\.isFinite)
    return ColorScale(values: finite, isDiverging: false)?.text(value, digits: digits)
      ?? NumberText.short(value)
  }
}

extension String {
  /// A token with its white space to be seen.
  fileprivate var visible: String {
    String(
      shortened().map { character -> Character in
        switch character {
        case " ": "·"
        case "\t": "→"
        case _ where character.isNewline: "↵"
        default: character
        }
      })
  }
}
