import OctavoNotebook
import Testing

/// What GitHub shows of Markdown beyond CommonMark, after its specification and documentation.
@Suite struct GitHubMarkdownTests {
  static func inlines(_ text: String) -> [Inline]? { MarkdownReaderTests.inlines(text) }
  static func prose(_ text: String) -> [Prose] { MarkdownReaderTests.prose(text) }

  static func link(_ text: String, to destination: String? = nil) -> Inline {
    .link(destination: destination ?? text, title: nil, [.text(text)])
  }

  // Strikethrough.

  @Test(
    arguments: [
      ("~~Hi~~ there", [Inline.struck([.text("Hi")]), .text(" there")]),
      ("~one~", [.struck([.text("one")])]),
      ("a~~b~~c", [.text("a"), .struck([.text("b")]), .text("c")]),
      ("~~a *b* `c`~~", [.struck([.text("a "), .emphasis([.text("b")]), .text(" "), .code("c")])]),
      ("*~~a~~*", [.emphasis([.struck([.text("a")])])]),
      ("a ~~~no~~~", [.text("a ~~~no~~~")]), ("~~a~", [.text("~~a~")]),
      ("~~ a ~~", [.text("~~ a ~~")]),
      ("\\~~a~~", [.text("~"), .text("~a~~")]), ("`~~a~~`", [.code("~~a~~")]),
      ("from ~5 to ~6", [.text("from ~5 to ~6")]),
      ("~~a\nb~~", [.struck([.text("a"), .softBreak, .text("b")])]),
      ("\\~a\\~", [.text("~a~")]), ("`a\\~b`", [.code("a\\~b")]),
    ] as [(String, [Inline])])
  func strikethrough(text: String, expected: [Inline]) {
    #expect(Self.inlines("x\n\n" + text) != nil)
    #expect(Self.inlines(text).map(Self.merged) == Self.merged(expected))
  }

  static func merged(_ inlines: [Inline]) -> [Inline] {
    inlines.reduce(into: []) { result, inline in
      if case .text(let text) = inline, case .text(let before)? = result.last {
        result[result.count - 1] = .text(before + text)
      } else {
        result.append(inline)
      }
    }
  }

  @Test func strikethroughStaysInACell() throws {
    let table = try #require(PipeTableReaderTests.table("| ~~a | b~~ |\n| - | - |\n| ~~c~~ | d |"))
    #expect(table.header == [[.text("~~a")], [.text("b~~")]])
    #expect(table.rows[0][0] == [.struck([.text("c")])])
  }

  // Bare addresses.

  @Test(
    arguments: [
      (
        "See https://example.com/a_b.",
        [Inline.text("See "), link("https://example.com/a_b"), .text(".")]
      ),
      ("www.commonmark.org", [link("www.commonmark.org", to: "http://www.commonmark.org")]),
      (
        "(www.google.com/search?q=Markup+(business))",
        [
          .text("("),
          link(
            "www.google.com/search?q=Markup+(business)",
            to: "http://www.google.com/search?q=Markup+(business)"), .text(")"),
        ]
      ),
      ("http://a.org/?b=c&copy; d", [link("http://a.org/?b=c"), .text("© d")]),
      ("http://a.org/*b*c", [link("http://a.org/*b*c")]),
      (
        "foo@bar.baz, a.b-c_d@a.b.",
        [
          link("foo@bar.baz", to: "mailto:foo@bar.baz"), .text(", "),
          link("a.b-c_d@a.b", to: "mailto:a.b-c_d@a.b"), .text("."),
        ]
      ),
      ("**https://a.org/b**", [.strong([link("https://a.org/b")])]),
      ("https://a_b.c_d", [.text("https://a_b.c_d")]), ("www.", [.text("www.")]),
      ("xhttp://a.org", [.text("xhttp://a.org")]), ("a.b-c_d@a.b-", [.text("a.b-c_d@a.b-")]),
      ("`https://a.org`", [.code("https://a.org")]), ("http://", [.text("http://")]),
      (
        "[https://a.org](https://b.org)",
        [.link(destination: "https://b.org", title: nil, [.text("https://a.org")])]
      ),
      ("<https://a.org>", [link("https://a.org")]),
      ("https://a.org<b", [link("https://a.org"), .text("<b")]),
      (
        "[a](https://b.org/c_d_e)",
        [.link(destination: "https://b.org/c_d_e", title: nil, [.text("a")])]
      ),
      ("https://ä.org/ö", [link("https://ä.org/ö")]), ("user@", [.text("user@")]),
    ] as [(String, [Inline])])
  func bareAddresses(text: String, expected: [Inline]) {
    #expect(Self.inlines(text).map(Self.merged) == Self.merged(expected))
  }

  @Test func addressesInDefinitionsAndCellsStay() throws {
    #expect(
      Self.inlines("[a]\n\n[a]: https://b.org/c_d \"t $x$ u\"") == [
        .link(destination: "https://b.org/c_d", title: "t $x$ u", [.text("a")])
      ])
    let table = try #require(PipeTableReaderTests.table("| a | b |\n| - | - |\n|https://a.org|c|"))
    #expect(table.rows[0] == [[Self.link("https://a.org")], [.text("c")]])
  }

  // Task lists.

  @Test func taskLists() throws {
    let prose = Self.prose(
      "- [ ] open\n- [x] *done*\n- [X]\tdone\n- plain\n- [ ]\n- [y] no\n- [ ]a\n- \\[ ] no\n")
    guard case .list(let list)? = prose.first else {
      Issue.record("no list")
      return
    }
    #expect(list.tasks == [false, true, true, nil, nil, nil, nil, nil])
    #expect(list.items[0] == [.paragraph([.text("open")])])
    #expect(list.items[1] == [.paragraph([.emphasis([.text("done")])])])
    #expect(list.items[4] == [.paragraph([.text("[ ]")])])
    #expect(list.items[7] == [.paragraph([.text("[ ] no")])])
  }

  @Test func tasksMayBeNumberedNestedAndLoose() {
    let prose = Self.prose("1. [x] a\n\n   - [ ] b\n\n2. c")
    guard case .list(let list)? = prose.first, case .list(let inner)? = list.items[0].last else {
      Issue.record("no lists")
      return
    }
    #expect(list.tasks == [true, nil])
    #expect(inner.tasks == [false])
  }

  @Test func marksOfTasksElsewhereStayText() {
    #expect(Self.inlines("[ ] a") == [.text("[ ] a")])
    #expect(
      Self.prose("- [x] a\n\n[x]: /y").first.map { "\($0)".contains("link") } == false)
  }

  // Alerts.

  @Test(arguments: Prose.Alert.Kind.allCases)
  func alerts(kind: Prose.Alert.Kind) {
    let expected = [Prose.alert(.init(kind, [.paragraph([.text("Mind "), .code("this")])]))]
    for mark in [kind.rawValue, kind.rawValue.uppercased(), kind.rawValue.capitalized] {
      #expect(Self.prose("> [!\(mark)]\n> Mind `this`") == expected)
      #expect(Self.prose("> [!\(mark)]  \n>\n> Mind `this`") == expected)
    }
  }

  @Test(arguments: [
    "> [!NOTE]", "> [!NONE]\n> a", "> [!NOTE] a\n> b", "> a\n> [!NOTE]", "> \\[!NOTE]\n> a",
    "- > [!NOTE]\n  > a", "[!NOTE]\na",
  ])
  func whatIsNoAlertStaysText(text: String) {
    let prose = Self.prose(text)
    #expect(!"\(prose)".contains("alert"))
    #expect("\(prose)".contains("[!NO"))
  }

  // Footnotes.

  @Test func footnotes() {
    let notebook = read(
      "A claim[^1] and **more.**[^Long-One]\nagain[^1].\n\n[^long-one]: First\n    goes on.\n\n"
        + "    Second `{value} a.b`[^in].\n[^1]: One *word*.\n[^in]: Inner.\n\nAfter.\n")
    #expect(notebook.diagnostics == [])
    let prose = notebook.elements.compactMap {
      if case .prose(let prose) = $0 { prose } else { nil }
    }
    #expect(
      prose.first
        == .paragraph([
          .text("A claim"), .footnote(number: 1, occurrence: 1), .text(" and "),
          .strong([.text("more.")]), .footnote(number: 2, occurrence: 1), .softBreak,
          .text("again"), .footnote(number: 1, occurrence: 2), .text("."),
        ]))
    #expect(prose[1] == .paragraph([.text("After.")]))
    guard case .footnotes(let notes)? = prose.last else {
      Issue.record("no footnotes")
      return
    }
    #expect(notes.map(\.number) == [1, 2, 3])
    #expect(notes.map(\.references) == [2, 1, 1])
    #expect(
      notes[0].content == [
        .paragraph([.text("One "), .emphasis([.text("word")]), .text(".")])
      ])
    #expect(notes[1].content.count == 2)
    let path = notebook.valueReferences.first?.expression.paths.first
    #expect(path.flatMap { notebook.source.text(in: $0.range) } == "a.b")
  }

  @Test func aFootnoteOfOneWordIsNoLink() {
    let notebook = read("a[^b]\n\n[^b]: word\n")
    #expect(notebook.elements.count == 2)
    #expect("\(notebook.elements[1])".contains("word"))
  }

  @Test func footnotesMayHoldBlocks() {
    let notebook = read("a[^b]\n\n[^b]:\n    - x\n    - y\n\n    ```\n    code\n    ```\n\nend")
    guard case .prose(.footnotes(let notes))? = notebook.elements.last else {
      Issue.record("no footnotes")
      return
    }
    #expect(
      notes[0].content == [
        .list(
          .init(
            start: nil, isTight: true,
            items: [[.paragraph([.text("x")])], [.paragraph([.text("y")])]])),
        .code(language: nil, text: "code\n"),
      ])
  }

  @Test(arguments: [
    ("a [^none] b", "no footnote is defined as `[^none]`", 1, 3),
    ("a[^b]\n\n[^b]: x\n\n[^b]: y\n", "the footnote `[^b]` is defined above", 5, 1),
    ("a\n\n [^b]: x\n", "nothing refers to the footnote `[^b]`", 3, 2),
    ("> [^b]: x\n", "no footnote is defined as `[^b]`", 1, 3),
  ])
  func footnotesThatLeadNowhereAreWarnedOf(text: String, message: String, line: Int, column: Int) {
    let diagnostics = read(text).diagnostics
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.message.hasPrefix(message) == true)
    #expect(diagnostics.first?.range?.start == SourcePosition(line: line, column: column))
  }

  @Test(arguments: ["`[^1]`", "```\n[^1]: a\n```", "\\[^1]", "[^]", "[^a b]", "[^a](b)"])
  func whatIsNoFootnoteStays(text: String) {
    #expect(read(text).diagnostics == [])
    #expect(!"\(Self.prose(text))".contains("footnote"))
  }

  // Resources.

  @Test func aTableOfShortRowsAndManyColumnsIsRefused() {
    let columns = 6000
    let text =
      "|" + String(repeating: "a|", count: columns) + "\n|"
      + String(repeating: "-|", count: columns) + "\n" + String(repeating: "x\n", count: 6000)
    let notebook = read(text)
    #expect(notebook.diagnostics.map(\.message).first?.contains("cells together") == true)
    #expect(notebook.diagnostics.count == 1)
  }

  @Test(arguments: [
    String(repeating: "$a ", count: 60_000), String(repeating: "](", count: 90_000),
    String(repeating: "<a ", count: 60_000), String(repeating: "~a ~~b ", count: 20_000),
    String(repeating: "a.", count: 90_000), String(repeating: "http://.", count: 20_000),
    String(repeating: "$$\n", count: 60_000), String(repeating: "[^a", count: 60_000),
    String(repeating: "> ", count: 10_000) + "a", String(repeating: "`$", count: 60_000),
    "a" + (0..<5_000).map { "[^\($0)]" }.joined() + "\n\n"
      + (0..<5_000).map { "[^\($0)]: x\n" }.joined(),
  ])
  func oddTextsAreRead(text: String) {
    #expect(!read(text).elements.isEmpty)
  }
}
