import OctavoNotebook
import Testing

/// After the examples of GitHub's specification, section 4.10.
@Suite struct PipeTableReaderTests {
  static func table(_ text: String) -> Prose.PipeTable? {
    for case .prose(.table(let table)) in read(text).elements { return table }
    return nil
  }

  static func words(_ row: [[Inline]]) -> [String] { row.map(\.plainText) }

  @Test func readsATable() throws {
    let table = try #require(Self.table("| foo | bar |\n| --- | --- |\n| baz | bim |\n"))
    #expect(Self.words(table.header) == ["foo", "bar"])
    #expect(table.rows.map(Self.words) == [["baz", "bim"]])
    #expect(table.alignments == [nil, nil])
  }

  @Test func readsAlignments() throws {
    let table = try #require(
      Self.table("a | b | c | d\n:-: | -----------: | :-|---\nbar | baz | x | y"))
    #expect(table.alignments == [.center, .right, .left, nil])
    #expect(table.rows.map(Self.words) == [["bar", "baz", "x", "y"]])
  }

  @Test func keepsEscapedBarsAndMarkup() throws {
    let table = try #require(
      Self.table("| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |\n| `x|y` \\\\| |"))
    #expect(table.header == [[.text("f|oo")]])
    #expect(
      table.rows == [
        [[.text("b "), .code("|"), .text(" az")]],
        [[.text("b "), .strong([.text("|")]), .text(" im")]],
        [[.code("x|y"), .text(" \\")]],
      ])
  }

  @Test func endsWithTheParagraph() {
    let elements = read("| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n").elements
    #expect(elements.count == 2)
    #expect(elements.last == .prose(.quote([.paragraph([.text("bar")])])))
  }

  @Test func takesRowsOfAnyLength() throws {
    let table = try #require(
      Self.table("| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\nbare"))
    #expect(table.rows.map(Self.words) == [["bar", ""], ["bar", "baz"], ["bare", ""]])
    #expect(try #require(Self.table("| abc | def |\n| --- | --- |")).rows == [])
  }

  @Test func leavesWhatStandsBefore() {
    #expect(
      read("Text\nmore\n| a |\n| --- |\n| b |").elements == [
        .prose(.paragraph([.text("Text"), .softBreak, .text("more")])),
        .prose(
          .table(
            .init(alignments: [nil], header: [[.text("a")]], rows: [[[.text("b")]]]))),
      ])
  }

  @Test(arguments: [
    "| abc | def |\n| --- |\n| bar |", "| a |\n| b |", "a\n-|-|-", "| a |", "a | b\n:|-",
    "a | b\n--- --- | ---", "| a |\n| -:- |",
  ])
  func leavesParagraphsAlone(text: String) {
    #expect(Self.table(text) == nil)
  }

  @Test func readsTablesInListsAndQuotes() {
    let prose = read("> | a |\n> | - |\n> | b |\n\n- | c |\n  | - |\n  | d |").elements
    let table = { (header: String, cell: String) in
      Prose.table(
        .init(alignments: [nil], header: [[.text(header)]], rows: [[[.text(cell)]]]))
    }
    #expect(
      prose == [
        .prose(.quote([table("a", "b")])),
        .prose(.list(.init(start: nil, isTight: true, items: [[table("c", "d")]]))),
      ])
  }

  @Test func resolvesReferencesInCells() throws {
    let table = try #require(Self.table("| a |\n| - |\n| [x][r] |\n\n[r]: https://a.org\n"))
    #expect(table.rows[0][0] == [.link(destination: "https://a.org", title: nil, [.text("x")])])
  }
}
