import OctavoBase
import Testing

@Suite struct WebColorTests {
  @Test func isReadAndWritten() throws {
    #expect(WebColor("#1A4aa3")?.text == "#1a4aa3")
    #expect(WebColor("#0af")?.text == "#00aaff")
    for text in ["", "#", "1a4aa3", "#12345", "#1234567", "#12345g", "teal", "#１２３"] {
      #expect(WebColor(text) == nil, "\(text)")
    }
  }

  /// The ratios are those of WCAG's own examples and calculators.
  @Test func contrastIsThatOfWCAG() throws {
    let (black, white) = (try #require(WebColor("#000")), try #require(WebColor("#fff")))
    #expect(black.contrast(with: white) == 21)
    #expect(white.contrast(with: white) == 1)
    let gray = try #require(WebColor("#767676"))
    #expect(abs(gray.contrast(with: white) - 4.54) < 0.005)
    let red = try #require(WebColor("#ff0000"))
    #expect(abs(red.contrast(with: white) - 4.0) < 0.005)
  }

  /// Whatever the color, one that can be read is found, and it changes no more than it must.
  @Test(arguments: [
    "#e8c547", "#ffff00", "#00ff00", "#ff00ff", "#808080", "#fefefe", "#010101", "#24508f",
  ])
  func aLegibleColorIsNear(text: String) throws {
    let color = try #require(WebColor(text))
    let light = ["#fdfcfa", "#f4f2ec"].compactMap(WebColor.init)
    let dark = ["#15161a", "#1f2127"].compactMap(WebColor.init)
    for (grounds, isLighter) in [(light, false), (dark, true)] {
      let legible = color.legible(on: grounds, contrast: 4.5, isLighter: isLighter)
      #expect(legible.contrast(with: grounds) >= 4.5)
      if color.contrast(with: grounds) >= 4.5 {
        #expect(legible == color)
      } else {
        #expect(legible.contrast(with: grounds) < 4.8, "\(legible.text)")
      }
    }
  }
}
