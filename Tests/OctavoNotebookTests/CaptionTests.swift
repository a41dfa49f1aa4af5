import OctavoNotebook
import Testing

/// Images and tables of the notebook's own that have a caption.
@Suite struct CaptionTests {
  static let table = "| a | b |\n|---|---|\n| 1 | 2 |"

  static func prose(_ text: String) -> [Prose] { MarkdownReaderTests.prose(text) }

  static func captions(_ text: String) -> [String?] {
    prose(text).compactMap { block -> String?? in
      switch block {
      case .table(let table): table.caption.map { "\($0.name ?? "-"): \($0.content.plainText)" }
      case .figure(_, let caption): "\(caption.name ?? "-"): \(caption.content.plainText)"
      default: nil
      }
    }
  }

  @Test(
    arguments: [
      ("![A *loss*](a.png){#fig-loss}", "fig-loss: A loss"),
      ("![A loss](a.png) {#fig-loss}", "fig-loss: A loss"),
      ("![A loss](a.png)\n{#fig-loss}", "fig-loss: A loss"),
      ("![alt](a.png \"The title\"){#fig-a}", "fig-a: The title"),
      ("![](a.png){#fig-a}", "fig-a: "), ("![A loss](a.png)", "-: A loss"),
      ("![](a.png \"T\")", "-: T"), ("![:tada:](a.png)", "-: 🎉"),
      ("\(table)\n\n: Sizes {#tbl-sizes}", "tbl-sizes: Sizes"),
      ("\(table)\n\nTable: Sizes {#tbl-sizes}", "tbl-sizes: Sizes"),
      (": Sizes {#tbl-sizes}\n\n\(table)", "tbl-sizes: Sizes"),
      (": Sizes {#tbl-sizes}\n\(table)", "tbl-sizes: Sizes"),
      ("\(table)\n: Sizes {#tbl-sizes}", "tbl-sizes: Sizes"),
      ("\(table)\n\n: Sizes of *all*", "-: Sizes of all"),
      ("\(table)\n\n: {#tbl-sizes}", "tbl-sizes: "),
      ("![x](https://a.org/b.png){#fig-b}", "fig-b: x"),
    ])
  func captions(text: String, expected: String) {
    #expect(Self.captions(text) == [expected])
  }

  @Test(arguments: [
    "![](a.png)", "text ![a](a.png)", "![a](a.png) text", "![a](a.png) ![b](b.png)",
    "[![a](a.png)](/b)", "- ![a](a.png)", "![a](https://a.org/badge.svg)", table, ": text",
    "\(table)\n\ntext\n\n: text", "\(table)\n\n:text", "# ![a](a.png)",
  ])
  func whatHasNoCaption(text: String) { #expect(Self.captions(text).allSatisfy { $0 == nil }) }

  @Test func aCaptionBetweenTablesBelongsToTheFirstWithoutOne() {
    let (first, second) = (": 1 {#tbl-a}", ": 2 {#tbl-b}")
    let pair: [String?] = ["tbl-a: 1", "tbl-b: 2"]
    let table = Self.table
    #expect(Self.captions([table, first, table, second].joined(separator: "\n\n")) == pair)
    #expect(Self.captions([first, table, second, table].joined(separator: "\n\n")) == pair)
    #expect(
      Self.captions([table, first, table].joined(separator: "\n\n")).compactMap { $0 }
        == ["tbl-a: 1"])
  }

  @Test func captionsWithinListsQuotationsAndDetailsCount() {
    let text = "> \(Self.table.replacing("\n", with: "\n> "))\n>\n> : A {#tbl-a}\n\n[](#tbl-a)"
    #expect(read(text).diagnostics == [])
    let folded = "<details>\n<summary>s</summary>\n\n\(Self.table)\n\n: A {#tbl-a}\n\n</details>"
    #expect(read(folded + "\n\n[](#tbl-a)").diagnostics == [])
    #expect(Self.captions(folded) == ["tbl-a: A"])
  }

  @Test func ordinalsDiffer() {
    let text = "![a](a.png)\n\n\(Self.table)\n\n: b\n\n![c](c.png)"
    let ordinals = Self.prose(text).compactMap { block -> Int? in
      switch block {
      case .table(let table): table.caption?.ordinal
      case .figure(_, let caption): caption.ordinal
      default: nil
      }
    }
    #expect(Set(ordinals).count == 3)
  }
}
