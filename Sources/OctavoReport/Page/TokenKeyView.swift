import OctavoResults

/// What the colors of tokens stand for: a row of swatches for each scale, with its ends.
struct TokenKeyView {
  var scales: TokenScales

  var node: HTMLNode {
    let colored = scales.measures.filter { $0.colors != nil }
    guard !colored.isEmpty else { return .empty }
    return HTMLTag.ul(.class("keys"), .ariaLabel(phrases.colors)) {
      for measure in colored {
        if let colors = measure.colors {
          HTMLTag.li {
            HTMLTag.span(.class("name")) { names(of: measure) }
            " "
            HTMLTag.span(.class("range")) {
              "\(measure.text(colors.lower, digits: 3)) "
              swatches(colors)
              " \(measure.text(colors.upper, digits: 3))"
            }
          }
        }
      }
    }
  }

  private func swatches(_ colors: ColorScale) -> HTMLNode {
    HTMLTag.span(.class("swatches"), .ariaHidden) {
      for level in 0..<ColorScale.levelCount {
        HTMLTag.span(.class(colors.className(level: level)))
      }
    }
  }

  private func names(of measure: TokenScales.Measure) -> String {
    measure.titles.joined(separator: ", ").shortened()
  }
}
