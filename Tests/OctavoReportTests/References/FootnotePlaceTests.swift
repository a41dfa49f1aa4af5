import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite struct FootnotePlaceTests {
  private func markup(_ elements: [Prose], references: [Reference]) -> Markup {
    let document = ReportDocument(
      title: "T", elements: elements.map { .prose($0) },
      run: Run(notebook: "n", title: "", seed: 0, params: [:], steps: []), references: references)
    return Markup(HTMLWriter.fragment(HTMLTag.main { Page(document).mainNodes }))
  }

  private let prose: [Prose] = [
    .paragraph([
      .citation(Citation([.init("k")], isNarrative: true, source: "@k")),
      .footnote(number: 1, occurrence: 1),
    ]), .heading(level: 2, identifier: "literature", [.text("Literature")]),
    .footnotes([.init(number: 1, references: 1, content: [.paragraph([.text("A note.")])])]),
  ]

  private func order(_ markup: Markup) -> [String] {
    markup.elements.map(\.name).filter { ["h2", "ol"].contains($0) }
  }

  @Test func footnotesStandBeforeTheHeadingOfTheReferences() {
    let work = Reference(key: "k", type: "misc", fields: ["author": "A, B.", "title": "C"])
    #expect(order(markup(prose, references: [work])) == ["ol", "h2"])
    #expect(order(markup(prose, references: [])) == ["h2", "ol"])
  }
}
