import OctavoNotebook
import OctavoResults
import Testing

@Suite struct FrontMatterTests {
  @Test func readsEveryKey() {
    let notebook = read(
      """
      ---
      title: A first language model
      author: [Ada, {name: Alan}]
      date: 2024-05-01
      description: >
        What it is
        about
      lang: de-AT
      seed: 18446744073709551615
      format: html
      params:
        width: 128
        rate: 1e-3
        text: data/plays.txt
        tied: true
      ---
      """)
    #expect(notebook.diagnostics == [])
    let matter = notebook.frontMatter
    #expect(matter.title == "A first language model")
    #expect(matter.authors == ["Ada", "Alan"])
    #expect(matter.date == "2024-05-01")
    #expect(matter.description == "What it is about\n")
    #expect(matter.lang == "de-AT")
    #expect(matter.seed == .max)
    #expect(matter.params.map(\.name.text) == ["width", "rate", "text", "tied"])
    #expect(matter.params.map(\.value) == [128, 0.001, "data/plays.txt", true])
    #expect(notebook.source.text(in: matter.params[1].range) == "1e-3")
  }

  @Test(arguments: [
    ("---\ntitle: A\n---\n# B\n", "A"), ("---\ntitle: 12\n---\n", "12"),
    ("---\nseed: 1\n---\nText\n\nB *c* `d`\n====\n", "B c d"), ("text\n", "test"),
    ("---\ntitle: A\n...\n# B\n", "A"), ("---\n---\n# B", "B"),
    ("---\n\n# B\n\n---\n", "B"), ("\n---\ntitle: A\n---\n", "A"),
    ("\n \t\r\n---  \ntitle: A\n--- \n", "A"), ("---\n\ntitle: A\n---\n", "A"),
    ("\n\n---\n\n\"title\": A\n...\n", "A"), ("# C\n\n---\n\nNote: this\n\n---\n", "C"),
    ("\n---\n\n# B\n\nnote: this\n\n---\n", "B"), ("```yaml\n---\ntitle: A\n---\n```\n", "test"),
  ])
  func findsTheTitle(text: String, title: String) {
    let notebook = read(text)
    #expect(notebook.title == title)
    #expect(notebook.diagnostics.filter { $0.severity == .error } == [])
  }

  @Test func keepsPositionsBehindBlankLines() {
    let notebook = read("\n\n---\nseed: 42\nparams: {rows: 3}\n---\n\n```config a\nx: 1\n```\n")
    #expect(notebook.diagnostics == [])
    #expect(notebook.frontMatter.seed == 42)
    #expect(notebook.source.text(in: notebook.frontMatter.params[0].range) == "3")
    #expect(notebook.configs.first?.range.start == SourcePosition(line: 8, column: 1))
  }

  /// A second mark of the byte order, or front matter that others write: a warning, no silence.
  @Test(arguments: [
    "\u{FEFF}---\ntitle: A\n---\n", "<!-- a\nb -->\n---\ntitle: A\n---\n", "+++\n[params]\n+++\n",
    "--- # of this\ntitle: A\n---\n", "–––\nseed: 1\n–––\n", "--\nseed: 1\n--\n",
    "----\nx: 1\n----\n",
  ])
  func warnsOfWhatLooksLikeFrontMatter(text: String) {
    #expect(read(text).diagnostics.map(\.severity).contains(.warning))
  }

  static var matter: FrontMatter {
    read("---\nparams: {width: 128, rate: 0.5, text: a, tied: true}\n---\n").frontMatter
  }

  @Test(arguments: [
    ("width", "64", Value.integer(64)), ("rate", "2", .number(2)), ("rate", "1e-4", .number(1e-4)),
    ("text", "12", .text("12")), ("text", "", .text("")), ("tied", "false", .boolean(false)),
  ])
  func takesParametersFromOutside(name: String, text: String, expected: Value) throws {
    var matter = Self.matter
    try matter.override(name, with: text)
    #expect(matter.params.first { $0.name.text == name }?.value == expected)
  }

  @Test(
    arguments: [
      ("widht", "1", "the notebook has no parameter `widht`", "did you mean `width`?"),
      ("width", "64.5", "the parameter `width` is an integer, not `64.5`", nil),
      ("width", "1_000", "the parameter `width` is an integer, not `1_000`", "write `1000`"),
      ("rate", "fast", "the parameter `rate` is a number, not `fast`", nil),
      ("tied", "yes", "the parameter `tied` is a boolean, not `yes`", "write `true`"),
    ] as [(String, String, String, String?)])
  func refusesParametersOfAnotherKind(
    name: String, text: String, message: String, remedy: String?
  ) {
    var matter = Self.matter
    let error = #expect(throws: Diagnostic.self) { try matter.override(name, with: text) }
    #expect(error?.message == message)
    #expect(error?.remedy == remedy)
    #expect(matter == Self.matter)
  }
}
