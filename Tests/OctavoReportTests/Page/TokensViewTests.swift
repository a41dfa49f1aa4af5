import OctavoReport
import OctavoResults
import Testing

@Suite struct TokensViewTests {
  private func strip(_ values: [Double?], returns: [Double?], _ title: String? = nil) -> TokenStrip
  {
    TokenStrip(
      title: title, prompt: "once upon", tokens: values.indices.map { "·word\($0)" },
      rows: [
        .init("KL", unit: "nats", scale: .diverging, values: values.map { $0.map { $0 / 100 } }),
        .init("value", scale: .diverging, values: values, measure: "value"),
        .init("return", scale: .diverging, values: returns, measure: "value"),
      ])
  }

  private func markup(_ strips: [TokenStrip], identifier: String? = "figure:1") -> Markup {
    let view = TokensView(strips: strips, name: "Figure 1", identifier: identifier)
    return Markup(HTMLWriter.fragment(view.node))
  }

  private var long: TokenStrip {
    strip((0..<40).map { Double($0) / 10 }, returns: (0..<40).map { -Double($0) / 20 })
  }

  /// Equal numbers of quantities that are compared have equal colors, in all texts.
  @Test func comparedQuantitiesShareAScale() {
    let one = strip([1, 2], returns: [2, 1])
    let other = strip([4, 1], returns: [1, 4])
    let cells = markup([one, other]).all("td")
    func color(_ text: String) -> Set<String?> {
      Set(cells.filter { $0.text == text }.map { $0.attributes["class"] })
    }
    #expect(color("1.00").count == 1 && color("4.00") == ["d8"])
    #expect(color("2.00").isDisjoint(with: color("4.00")))
    // Hundredths of them are as large in their own scale.
    #expect(cells.first { $0.text == "0.0400" }?.attributes["class"] == "d8")
  }

  @Test func aKeyNamesEachScaleAndItsEnds() {
    let keys = markup([strip([1, -4], returns: [2, 1])]).all("li").map(\.text)
    #expect(keys == ["KL (nats) −0.0400  0.0400", "value, return −4.00  4.00"])
  }

  /// All lines of a text lie in one frame that scrolls, and their columns are equally wide.
  @Test func linesShareOneFrame() throws {
    let markup = markup([long])
    let frames = markup.all(ofClass: "glosses")
    #expect(frames.count == 1)
    #expect(frames[0].attributes["class"]?.contains(/w\d+/) == true)
    let tables = markup.all(ofClass: "tokens")
    #expect(tables.count > 3)
    #expect(
      tables.last?.attributes["aria-label"]
        == "Figure 1, text 1, part \(tables.count) of \(tables.count)")
    #expect(markup.elements.count { $0.attributes["role"] == "columnheader" } == 40)
    #expect(markup.elements.count { $0.attributes["role"] == "cell" } == 120)
    #expect(markup.elements.count { $0.attributes["role"] == "rowheader" } == 4 * tables.count)
  }

  @Test func everyTokenSaysItsNumbersByKeyboard() {
    let marks = markup([long]).all(ofClass: "token")
    #expect(marks.count == 40)
    #expect(
      marks.allSatisfy { $0.attributes["tabindex"] == "0" && $0.attributes["role"] == "group" })
    #expect(
      marks[3].attributes["aria-label"]
        == "token 4 of 40, ·word3: KL 0.003 nats, value 0.3, return −0.15")
  }

  /// The keyboard gets past the tokens, and beyond some hundreds does not stop at each.
  @Test func manyTokensAreNotInTheWay() {
    let markup = markup((0..<20).map { _ in long })
    #expect(markup.all(ofClass: "past").first?.attributes["href"] == "#figure:1:end")
    #expect(markup.elements.contains { $0.attributes["id"] == "figure:1:end" })
    #expect(markup.all(ofClass: "token").count { $0.attributes["tabindex"] != nil } == 400)
    let alone = self.markup([long], identifier: nil)
    #expect(alone.all(ofClass: "past").isEmpty)
  }

  @Test func thePromptStandsBeforeTheText() {
    let reading = markup([strip([1, 2], returns: [0, 0])]).all(ofClass: "reading")
    #expect(reading.map(\.text) == ["once upon  word0 word1"])
    let row = TokenStrip.Row("surprise", scale: .sequential, values: [1])
    let running = markup([TokenStrip(prompt: "once", tokens: ["a"], rows: [row])])
    #expect(running.all(ofClass: "running").first?.text.hasPrefix("once a") == true)
  }

  @Test func furtherTextsAreFolded() {
    let strips = (1...5).map { strip([1], returns: [1], "Iteration \($0)") }
    let markup = markup(strips)
    #expect(markup.all("summary").map(\.text) == ["3 more"])
    #expect(markup.all("details").first?.text.contains("Iteration 3") == true)
    #expect(markup.all("details").first?.text.contains("Iteration 2") == false)
  }

  @Test func whatIsNoNumberHasNoColor() {
    let row = [Double.nan, .infinity, nil, 1]
    let cells = markup([strip(row, returns: [nil, 1])]).all("td")
    #expect(cells.map(\.text).prefix(4) == ["NaN", "∞", "–", "0.0100"])
    #expect(cells.prefix(3).allSatisfy { $0.attributes["class"] == nil })
  }
}
