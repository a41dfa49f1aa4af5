import OctavoNotebook
import Testing

@Suite struct CitationTests {
  private func citations(_ text: String) -> [Citation] {
    let notebook = read("---\nbibliography: a.bib\n---\n\n\(text)\n")
    return notebook.elements.flatMap { element -> [Citation] in
      if case .prose(let prose) = element { prose.citations } else { [] }
    }
  }

  @Test func groupsHaveParts() {
    #expect(
      citations("A [see @one, pp. 4--5; also -@two; @three].") == [
        Citation(
          [
            .init("one", prefix: "see", suffix: ", pp. 4–5"),
            .init("two", prefix: "also", isYearAlone: true), .init("three"),
          ], isNarrative: false, source: "[see @one, pp. 4--5; also -@two; @three]")
      ])
  }

  @Test(arguments: [
    ("As @one2020 says.", "one2020"), ("(@a:b_c.)", "a:b_c"), ("“@one” and", "one"),
    ("*@one*", "one"), ("# @one", "one"), ("- @one, too", "one"), ("see—@one", "one"),
    ("> @one", "one"), ("@ä2020", "ä2020"), ("@one’s", "one"),
  ])
  func keysInSentences(_ text: String, _ key: String) {
    let found = citations(text)
    #expect(found.map { $0.items.map(\.key) } == [[key]])
    #expect(found.allSatisfy { $0.isNarrative })
  }

  @Test(arguments: [
    "user@host", "me@example.org", "`@property`", "\\@word", "a.@b", "@", "a @ b", "[@]", "@-x",
    "[a](@b)", "<https://x.org/@a>", "https://x.org/@a", "```\n@a\n```", "    @a",
    "[user@host]", "![](pic@a.png)", "$@a$",
  ])
  func otherSignsStay(_ text: String) {
    #expect(citations(text) == [])
  }

  @Test func linesMayBreakWithinAGroup() {
    let text = "A [@one, p.\n4; @two;\n   @three] and [@four]."
    #expect(citations(text).map { $0.items.map(\.key) } == [["one", "two", "three"], ["four"]])
    #expect(citations(text)[0].items[0].suffix == ", p. 4")
    let quoted = "> A [@one;\n> @two] and\n> more."
    #expect(citations(quoted).map { $0.items.map(\.key) } == [["one", "two"]])
  }

  @Test func linksAreNoGroups() {
    #expect(citations("[see @one](https://x.org)").map(\.isNarrative) == [true])
    #expect(citations("[@one][b]\n\n[b]: https://x.org").map(\.isNarrative) == [true])
  }

  @Test func tablesAndFootnotesCite() {
    let text = "| a | b |\n| --- | --- |\n| [@one] | @two |\n\nA note.[^n]\n\n[^n]: See [@three]."
    #expect(citations(text).flatMap(\.items).map(\.key) == ["one", "two", "three"])
  }

  @Test func keysHaveTheirPlaces() {
    let notebook = read("---\nbibliography: a.bib\n---\n\nÄ [see @one;\n@two] and @three.\n")
    #expect(notebook.citedKeys.map(\.key.text) == ["one", "two", "three"])
    let places = notebook.citedKeys.map(\.key.range.start)
    #expect(
      places == [.init(line: 5, column: 8), .init(line: 6, column: 1), .init(line: 6, column: 11)])
    #expect(notebook.citedKeys.map(\.isNarrative) == [false, false, true])
  }

  @Test func withoutBibliographyTheTextStays() throws {
    let notebook = read("A [@one] and @two.\n")
    guard case .prose(.paragraph(let content))? = notebook.elements.first else {
      Issue.record("no paragraph")
      return
    }
    #expect(content.plainText == "A [@one] and @two.")
    #expect(notebook.diagnostics.map(\.identifier) == [.missingBibliography])
  }
}
