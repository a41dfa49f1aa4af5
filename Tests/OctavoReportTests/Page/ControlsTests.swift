import OctavoReport
import Testing

/// What a reader can operate without a script.
@Suite struct ControlsTests {
  private let markup = Markup(Report.html(SampleReport.document))

  @Test func colorsHaveThreeStates() {
    let buttons = markup.all("input").filter { $0.attributes["type"] == "radio" }
    #expect(
      buttons.compactMap { $0.attributes["id"] } == ["scheme-auto", "scheme-light", "scheme-dark"])
    #expect(buttons.filter { $0.attributes["checked"] != nil }.count == 1)
    #expect(Set(buttons.compactMap { $0.attributes["name"] }) == ["scheme"])
    #expect(markup.all("legend").map(\.text) == ["Colors"])
    let style = markup.all("style").map(\.text).joined()
    for button in ["scheme-light", "scheme-dark"] { #expect(style.contains("#\(button):checked")) }
  }

  @Test func headingsLinkToThemselves() {
    let anchors = markup.all("a").filter { $0.attributes["class"] == "anchor" }
    #expect(!anchors.isEmpty)
    for anchor in anchors {
      #expect(anchor.attributes["aria-label"] == "Link to this section")
      #expect(anchor.attributes["href"]?.hasPrefix("#") == true)
    }
  }

  @Test func oneBoxShowsAllSources() {
    #expect(markup.all("input").filter { $0.attributes["type"] == "checkbox" }.count == 1)
  }
}
