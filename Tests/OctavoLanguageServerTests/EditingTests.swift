import OctavoBase
import Testing

@Suite struct EditingTests {
  private func formatted(_ body: String) throws -> String {
    let text = "```config one\n\(body)\n```\n"
    let edits = try #require(Editor(text).ask("formatting").elements)
    let once = try applying(edits, to: text)
    #expect(Editor(once).ask("formatting") == [], "once is enough")
    return String(once.dropFirst("```config one\n".count).dropLast("\n```\n".count))
  }

  @Test(
    arguments: [
      ("a:   1", "a: 1"), ("a :  1", "a: 1"), ("a: {b:   1 ,c: 2}", "a: {b: 1, c: 2}"),
      ("a: [ 1,2,  3 ]", "a: [1, 2, 3]"), ("a: { }", "a: {}"),
      ("a:\n    b: 1\n    c:\n        d: 2\ne: 3", "a:\n  b: 1\n  c:\n    d: 2\ne: 3"),
      ("a:\n    -   1\n    -   b:  2\n        c: 3", "a:\n  - 1\n  - b: 2\n    c: 3"),
      ("a: 1   ", "a: 1"), ("a:  1   # why", "a: 1   # why"),
      ("a:   # why\n    b: 1", "a:   # why\n  b: 1"),
      ("a:   \"x  # y\"", "a: \"x  # y\""),
      ("a: {b: 'it''s',c: \"\\\"\"}", "a: {b: 'it''s', c: \"\\\"\"}"),
      ("# one\na:  1\n   # two\nb: 2", "# one\na: 1\n   # two\nb: 2"),
      ("a: |\n   text  \n     more\nb:  1", "a: |\n   text  \n     more\nb: 1"),
      ("- x", "- x"), ("a:\n- 1\n-  2", "a:\n- 1\n- 2"),
    ])
  func blocksGetTheUsualSpacing(written: String, wanted: String) throws {
    #expect(try formatted(written) == wanted)
  }

  @Test(
    arguments: [
      "a:  [1,\n  2]", "a:  \"one\n  two\"", "a:  one\n  two", "a:  {b: 1", "a:\t1",
      "a:  {b: ${c}}", "a: [x,,y]  ", "a:  1\na: 2", "a:  &x 1", "a:  !t 1",
      "? a\n: b", "a:  b: c",
    ])
  func whatIsNotSurelyKeptIsLeftAlone(written: String) throws {
    #expect(try formatted(written) == written)
  }

  @Test func onlyBlocksOfTheRangeAreFormatted() throws {
    let text = "```config a\nx:  1\n```\n\n```config b\nx:  1\n```\n\n| a:  b |\n"
    let range: JSON = [
      "start": ["line": 5, "character": 0], "end": ["line": 5, "character": 1],
    ]
    let edits = try #require(Editor(text).ask("rangeFormatting", [("range", range)]).elements)
    #expect(edits.map { $0["range"]?["start"]?["line"] } == [5])
  }

  @Test func nearestNamesAreOffered() throws {
    let editor = Editor("🚀\n\n```step s\nrun: stories.compos\n```\n")
    let place: JSON = ["line": 3, "character": 7]
    let actions = try #require(
      editor.ask("codeAction", [("range", ["start": place, "end": place])]).elements)
    let action = try #require(actions.first)
    #expect(action["title"] == "Replace by `stories.compose`")
    #expect(action["kind"] == "quickfix")
    #expect(action["diagnostics"]?.elements?.count == 1)
    let edits = try #require(editor.edits(action["edit"] ?? .null))
    #expect(
      try applying(edits, to: "🚀\n\n```step s\nrun: stories.compos\n```\n")
        == "🚀\n\n```step s\nrun: stories.compose\n```\n")
    let elsewhere: JSON = ["line": 0, "character": 0]
    #expect(
      editor.ask("codeAction", [("range", ["start": elsewhere, "end": elsewhere])]) == [])
  }
}
