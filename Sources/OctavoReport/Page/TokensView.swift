import OctavoResults

/// Texts token by token. One quantity colours the running text and stands small under each token;
/// several make a table with one column a token.
package struct TokensView {
  package var strips: [TokenStrip]
  package var name: String

  package var node: HTMLNode {
    HTMLTag.div(.class("strips")) {
      for (index, strip) in strips.enumerated() {
        HTMLTag.div(.class("strip")) {
          if let title = strip.title { HTMLTag.p(.class("eyebrow")) { title } }
          if let row = strip.rows.first, strip.rows.count == 1 {
            running(strip, row)
          } else {
            table(strip, name: strip.title ?? "\(name), text \(index + 1)")
          }
        }
      }
    }
  }

  /// What the small numbers are, where nothing else says so.
  package var note: String? {
    guard let strip = strips.first, let row = strip.rows.first,
      strips.allSatisfy({ $0.rows.count == 1 })
    else { return nil }
    return "Under each token: \(row.title)."
  }

  private func running(_ strip: TokenStrip, _ row: TokenStrip.Row) -> HTMLNode {
    let colors = row.colors
    return HTMLTag.p(.class("running")) {
      for (index, token) in strip.tokens.enumerated() {
        let value = row.value(index)
        let level = value.flatMap { value in colors.map { $0.className(value) } }
        HTMLTag.span(.class(["token", level].compactMap { $0 }.joined(separator: " "))) {
          HTMLTag.span { token.visible }
          HTMLTag.small { row.text(index) }
        }
        if token.contains(where: \.isNewline) { HTMLTag.br() }
      }
    }
  }

  private func table(_ strip: TokenStrip, name: String) -> HTMLNode {
    HTMLTag.div(.class("scroll"), .tabindex(0), .role("region"), .ariaLabel(name)) {
      HTMLTag.table(.class("tokens")) {
        HTMLTag.thead {
          HTMLTag.tr {
            HTMLTag.th(.scope("row")) { "token" }
            for token in strip.tokens { HTMLTag.th(.scope("col")) { token.visible } }
          }
        }
        HTMLTag.tbody {
          for row in strip.rows {
            let colors = row.colors
            HTMLTag.tr {
              HTMLTag.th(.scope("row")) { row.title }
              for index in strip.tokens.indices {
                HTMLTag.td(
                  row.value(index).flatMap { value in
                    colors.map { .class($0.className(value)) }
                  }
                ) { row.text(index) }
              }
            }
          }
        }
      }
    }
  }
}

extension TokenStrip.Row {
  fileprivate var title: String { unit.map { "\(name) (\($0))" } ?? name }

  /// `nil` for a quantity that is not coloured.
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

  fileprivate func text(_ index: Int) -> String {
    guard values.indices.contains(index), let value = values[index] else { return "–" }
    let finite = values.compactMap { $0 }.filter(\.isFinite)
    return ColorScale(values: finite, isDiverging: false)?.text(value, digits: 2)
      ?? NumberText.short(value)
  }
}

extension String {
  /// A token with its white space to be seen.
  fileprivate var visible: String {
    String(
      map { character -> Character in
        switch character {
        case " ": "·"
        case "\t": "→"
        case _ where character.isNewline: "↵"
        default: character
        }
      })
  }
}
