import OctavoReport
import OctavoResults
import Testing

@Suite struct FooterViewTests {
  @Test func commandCanBePastedIntoAShell() {
    let params: [String: Value] = [
      "rate": 0.001, "text": "it's two plays.txt", "width": 128, "on": true, "empty": "",
    ]
    let document = ReportDocument(
      title: "", elements: [], run: Run(notebook: "my notes", title: "", seed: 7, params: params))
    let markup = Markup(
      HTMLWriter.fragment(FooterView(context: PageContext(document)).node))
    #expect(
      markup.all("code").first?.text
        == "octavo run 'my notes.md' --seed 7 -p empty= -p on=true -p rate=0.001 "
        + "-p 'text=it'\\''s two plays.txt' -p width=128")
  }
}
