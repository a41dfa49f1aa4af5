import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite struct ProseViewTests {
  @Test func snapshot() throws {
    let prose: [Prose] = [
      .heading(level: 1, identifier: "title", [.text("A "), .code("b"), .text(" title")]),
      .paragraph([
        .emphasis([.text("soft")]), .softBreak, .strong([.text("loud")]), .lineBreak,
        .link(destination: "https://example.org", title: "T", [.text("out")]),
        .link(destination: "#s", title: nil, [.text("the step")]),
        .link(destination: "data:x", title: nil, [.text("refused")]),
        .crossReference(step: "s"), .crossReference(step: "nowhere"),
        .image(source: "far.png", title: nil, alternative: [.text("far")]),
      ]),
      .quote([.paragraph([.text("said")])]),
      .list(.init(start: 3, isTight: true, items: [[.paragraph([.text("three")])]])),
      .list(.init(start: nil, isTight: false, items: [[.paragraph([.text("loose")])]])),
      .code(language: nil, text: "x < y\n"), .thematicBreak,
      .table(
        .init(
          alignments: [.left, .right], header: [[], [.text("n")]],
          rows: [[[.text("a")], [.text("1")]], [[.text("more")], [], [.text("extra")]]])),
    ]
    let record = StepRecord(name: "s", operation: "table", status: .done)
    let document = ReportDocument(
      title: "", elements: prose.map { .prose($0) } + [.step(record, source: "")],
      run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: [record]))
    let view = ProseView(context: PageContext(document))
    try expectSnapshot(.fragment(prose.map(view.node)), named: "prose")
  }

  /// Paper says the address of a link after its text, unless the text is the address.
  @Test(arguments: [
    ("https://example.org/a", true), ("example.org/a/", true), ("the page", false),
  ])
  func linksThatSayTheirAddress(text: String, isAddress: Bool) {
    let document = ReportDocument(
      title: "", elements: [], run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: []))
    let link = Prose.paragraph([
      .link(destination: "https://example.org/a", title: nil, [.text(text)])
    ])
    let node = ProseView(context: PageContext(document)).node(link)
    let markup = Markup(HTMLWriter.fragment(node))
    #expect(markup.all(ofClass: "address").isEmpty != isAddress)
  }
}
