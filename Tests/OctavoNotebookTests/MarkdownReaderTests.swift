import OctavoNotebook
import Testing

@Suite struct MarkdownReaderTests {
  static func prose(_ text: String) -> [Prose] {
    read(text).elements.compactMap { if case .prose(let prose) = $0 { prose } else { nil } }
  }

  static func inlines(_ text: String) -> [Inline]? {
    if case .paragraph(let inlines)? = prose(text).first { inlines } else { nil }
  }

  @Test func readsBlocks() {
    let prose = Self.prose(
      """
      # One

      Two
      lines.

      > quoted

      3. a
      4. b

      - c

      - d

      ```python title
      x = 1 \\| 2
      ```

          indented

      ***
      """)
    #expect(
      prose == [
        .heading(level: 1, identifier: "one", [.text("One")]),
        .paragraph([.text("Two"), .softBreak, .text("lines.")]),
        .quote([.paragraph([.text("quoted")])]),
        .list(
          .init(
            start: 3, isTight: true,
            items: [[.paragraph([.text("a")])], [.paragraph([.text("b")])]])),
        .list(
          .init(
            start: nil, isTight: false,
            items: [[.paragraph([.text("c")])], [.paragraph([.text("d")])]])),
        .code(language: "python", text: "x = 1 \\| 2\n"),
        .code(language: nil, text: "indented\n"),
        .thematicBreak,
      ])
  }

  @Test func readsInlines() {
    #expect(
      Self.inlines("a *b **c*** `d` [e](https://f.org \"g\") ![h *i*](j.png)  \nk\\|l &amp; m") == [
        .text("a "), .emphasis([.text("b "), .strong([.text("c")])]), .text(" "), .code("d"),
        .text(" "), .link(destination: "https://f.org", title: "g", [.text("e")]), .text(" "),
        .image(
          source: "j.png", title: nil, alternative: [.text("h "), .emphasis([.text("i")])]),
        .lineBreak, .text("k|l & m"),
      ])
  }

  @Test func dropsHTML() {
    let notebook = read("a <u>bold</u> <!-- c --> d\n\n<div>\ngone\n</div>\n\n<script>x</script>\n")
    #expect(
      notebook.elements == [
        .prose(.paragraph([.text("a "), .text("bold"), .text(" "), .text(" d")]))
      ])
    #expect(notebook.diagnostics.count == 3)
    #expect(notebook.diagnostics.allSatisfy { $0.severity == .warning })
  }

  @Test(arguments: [
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", "java&#9;script:x", "&#106;avascript:x",
    "vbscript:x", "file:///etc/passwd", "data:text/html,x", "data:image/svg+xml,x",
    "<java&#10;script:x>", "&#1;javascript:x", "%20javascript:x",
  ])
  func unlinksWhatIsDangerous(address: String) throws {
    let inlines = try #require(Self.inlines("[*text*](\(address))"))
    // A browser does not decode percent signs before it looks for a scheme: that is a path.
    let isPath = address.hasPrefix("%")
    #expect((inlines == [.emphasis([.text("text")])]) != isPath)
  }

  @Test(arguments: [
    "https://example.org", "mailto:a@b.org", "other.md", "#one", "/a:b", "doi:10.1/x",
  ])
  func keepsOtherLinks(address: String) {
    #expect(
      Self.inlines("[text](\(address))\n\n# One")
        == [.link(destination: address, title: nil, [.text("text")])])
  }

  @Test func keepsImagesThatAreData() {
    #expect(
      Self.inlines("![a](data:image/png;base64,AA) ![b](data:text/html,x)") == [
        .image(source: "data:image/png;base64,AA", title: nil, alternative: [.text("a")]),
        .text(" "),
        .text("b"),
      ])
  }

  @Test func readsValuesAndCrossReferences() throws {
    let notebook = read("`{value} a.b | .3f` [](#train) `value` `{value}x`\n\n```step train\n```\n")
    #expect(notebook.diagnostics == [])
    guard case .prose(.paragraph(let inlines))? = notebook.elements.first,
      case .value(let value)? = inlines.first
    else {
      Issue.record("no value")
      return
    }
    #expect(value.format == ValueFormat(.fixed, precision: 3))
    #expect(value.source == "a.b | .3f")
    #expect(value.expression.paths.map(\.description) == ["a.b"])
    #expect(inlines[2] == .crossReference(step: "train"))
    #expect(inlines[4] == .code("value"))
    #expect(notebook.valueReferences.count == 2)
  }

  /// A bar within a choice or a text does not begin the format.
  @Test(arguments: [
    ("`{value} mean(a.b[n=1|2]) | .2f`", "mean(a.b[n=1|2]) | .2f", true),
    ("`{value} mean(a.b[n=1|2])`", "mean(a.b[n=1|2])", false),
    ("| x |\n| --- |\n| `{value} mean(a.b[n=1\\|2]) \\| .2f` |", "mean(a.b[n=1|2]) | .2f", true),
    ("`{value} mean(a.b[n=\"x|y\"]) | .2f`", "mean(a.b[n=\"x|y\"]) | .2f", true),
  ])
  func aBarInAChoiceIsNoFormat(_ text: String, _ source: String, _ hasFormat: Bool) throws {
    let notebook = read(text)
    #expect(notebook.diagnostics == [])
    let value = try #require(notebook.valueReferences.first)
    #expect(value.source == source)
    #expect(value.format == (hasFormat ? ValueFormat(.fixed, precision: 2) : nil))
  }

  /// The rule of GitHub's headings, and that no two are alike.
  @Test func givesHeadingsIdentifiers() {
    let headings = [
      "Hello, World!", "  A  B ", "Über *das* `Ziel`", "snake_case - and-hyphens", "A  B", "!!!",
      "a b-1", "A B", "損失 2", "A B-1",
    ]
    let identifiers = Self.prose(headings.map { "# \($0)\n" }.joined(separator: "\n")).map {
      if case .heading(_, let identifier, _) = $0 { identifier } else { "" }
    }
    #expect(
      identifiers == [
        "hello-world", "a--b", "über-das-ziel", "snake_case---and-hyphens", "a--b-1", "section",
        "a-b-1", "a-b", "損失-2", "a-b-1-1",
      ])
  }
}
