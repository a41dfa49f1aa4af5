import OctavoNotebook
import Testing

/// The HTML that a report keeps, and that nothing else of it gets in.
@Suite struct HTMLTests {
  static func inlines(_ text: String) -> [Inline]? { MarkdownReaderTests.inlines(text) }
  static func prose(_ text: String) -> [Prose] { MarkdownReaderTests.prose(text) }

  @Test func tagsOfSentences() {
    #expect(
      Self.inlines("a<sub>b *c*</sub>") == [
        .text("a"), .lowered([.text("b "), .emphasis([.text("c")])]),
      ])
    #expect(Self.inlines("<kbd>a</kbd><br/>b") == [.key([.text("a")]), .lineBreak, .text("b")])
  }

  @Test(arguments: [
    "<sub>a", "a</sub>", "<sub>a</sup>", "*<sub>a*</sub>", "<kbd>\n\na</kbd>", "</kbd>",
  ])
  func unbalancedTagsAreText(text: String) {
    let notebook = read(text)
    #expect(notebook.diagnostics.contains { $0.identifier == .unbalancedHTML })
    #expect(!"\(Self.prose(text))".contains("lowered("))
    #expect(!"\(Self.prose(text))".contains("key("))
  }

  @Test func stepsWithinDetailsRun() {
    let notebook = read(
      "<details>\n<summary>The step</summary>\n\n```step a\nrun: table\n```\n\n</details>\n")
    #expect(notebook.diagnostics == [])
    #expect(notebook.steps.map(\.name.text) == ["a"])
    #expect(notebook.elements.count == 3)
    #expect(notebook.elements.last == .prose(.endOfDetails))
  }

  @Test func aSummaryMayHoldValues() throws {
    let notebook = read(
      "Text.\n\n> <details>\n> <summary>A `{value} learn.loss | .2f`, $x$</summary>\n>\n> b\n>"
        + "\n> </details>\n")
    let path = try #require(notebook.valueReferences.first?.expression.paths.first)
    #expect(notebook.source.text(in: path.range) == "learn.loss")
    #expect("\(notebook.elements)".contains("math("))
  }

  @Test(arguments: ["<details>", "- <details>\n- </details>", "</details>", "<summary>a</summary>"])
  func unbalancedDetailsAreText(text: String) {
    #expect(read(text).diagnostics.contains { $0.identifier == .unbalancedHTML })
    #expect(!"\(read(text).elements)".contains("Details("))
  }

  @Test func charactersThatStandForTagsCannotBeWritten() {
    let text = "<sub>a</sub> &#1;0&#2;b&#1;1&#2;&#1;9&#2;"
    #expect(!read(text).elements.isEmpty)
  }

  @Test(arguments: [
    String(repeating: "<sub>", count: 30_000), String(repeating: "<sub><sup></sub>", count: 9_000),
    String(repeating: "<details>\n\n", count: 20_000),
    String(repeating: "<details>", count: 30_000),
    String(repeating: "<details><summary>", count: 15_000),
    "<details>" + String(repeating: "<!--", count: 40_000),
    "<details>" + String(repeating: "<a b=\"", count: 30_000),
    String(repeating: "<sub>a</sub>", count: 20_000), String(repeating: ":a:", count: 60_000),
    String(repeating: "</details>\n\n", count: 10_000),
    String(repeating: "| a |\n|-|\n\n: c {#tbl-a}\n\n", count: 5_000),
    String(repeating: "![a](b){#fig-a", count: 10_000),
    "a " + String(repeating: "{#", count: 60_000),
  ])
  func oddTextsAreRead(text: String) { #expect(!read(text).elements.isEmpty) }
}
