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

  /// A table that quotes values is as wide as the values are, not as their names.
  @Test(arguments: [("0.5", nil), (String(repeating: "0", count: 30), "tiny-on-paper")])
  func tablesAreMeasuredByTheirValues(value: String, name: String?) {
    let names = (0..<4).map { "learn-\($0).validation-loss-of-the-largest-model" }
    let notebook = Notebook.read(
      Source(
        path: "n.md",
        text: """
          | \(names.indices.map { "c\($0)" }.joined(separator: " | ")) |
          |\(String(repeating: " --- |", count: names.count))
          | \(names.map { "`{value} \($0)`" }.joined(separator: " | ")) |
          """))
    let prose = notebook.elements.compactMap { element -> Prose? in
      if case .prose(let prose) = element { prose } else { nil }
    }
    let document = ReportDocument(
      title: "", elements: prose.map { .prose($0) },
      run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: []), valueText: { _ in value }
    )
    let nodes = ProseView(context: PageContext(document)).nodes(prose)
    let tables = Markup(HTMLWriter.fragment(.fragment(nodes))).all("table")
    #expect(tables.map { $0.attributes["class"] } == [name])
  }
}
