import OctavoReport
import Testing

@Suite struct ClaimViewTests {
  private func markup(_ text: String) -> Markup {
    Markup(HTMLWriter.fragment(ClaimView(text: text).node))
  }

  @Test func numbersAndNamesStayWhole() {
    let text = "upper(a.loss[rate=1e-3] - b.training-loss) < 1.5e+2"
    #expect(markup(text).all("code").map(\.text) == [text])
    #expect(
      markup(text).all(ofClass: "whole").map(\.text) == ["1e-3", "b.training-loss", "1.5e+2"])
  }

  @Test func longNamesMayBreak() {
    let text = String(repeating: "long-", count: 12) + "name < 1"
    #expect(markup(text).all(ofClass: "whole").isEmpty)
    #expect(markup(text).all("code").map(\.text) == [text])
  }
}
