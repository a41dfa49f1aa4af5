import OctavoNotebook
import Testing

@Suite struct DiagnosticPrinterTests {
  static func print(
    _ text: String, line: Int = 1, from start: Int, to end: Int, isColored: Bool = false
  ) -> String {
    let range = SourceRange(
      SourcePosition(line: line, column: start), SourcePosition(line: line, column: end))
    return DiagnosticPrinter(Source(path: "a.md", text: text), isColored: isColored)
      .text([Diagnostic(.unknownName, at: range, "this is wrong", remedy: "mend it")])
  }

  @Test func marksThePlace() {
    #expect(
      Self.print("one\ntwo three four", line: 2, from: 5, to: 10) == """
        a.md:2:5: error: this is wrong
          two three four
              ^^^^^
          = help: mend it

        """)
  }

  @Test(arguments: [
    ("\tab", 2, 3, "      a", "      ^"), ("損失x", 2, 4, "  損失x", "    ^^^"),
    ("e\u{301}x", 3, 4, "  e\u{301}x", "   ^"), ("🙂x", 2, 3, "  🙂x", "    ^"),
    ("ab", 3, 3, "  ab", "    ^"),
    ("", 1, 1, "  ", "  ^"),
  ])
  func standsRightUnderTabsAndWideCharacters(
    text: String, start: Int, end: Int, line: String, carets: String
  ) {
    let printed = Self.print(text, from: start, to: end).split(separator: "\n")
    #expect(printed[1].hasPrefix(line))
    #expect(printed[2] == carets)
  }

  @Test func cutsLongLines() {
    let text =
      String(repeating: "a", count: 1_000_000) + "X" + String(repeating: "b", count: 1_000_000)
    let lines = Self.print(text, from: 1_000_001, to: 1_000_002).split(separator: "\n")
    #expect(lines[1].count == 2 + 1 + 100 + 1)
    let caret = lines[2].distance(
      from: lines[2].startIndex, to: lines[2].lastIndex(of: "^") ?? lines[2].startIndex)
    #expect(Array(lines[1])[caret] == "X")
  }

  @Test func marksOnlyTheFirstOfSeveralLines() {
    let range = SourceRange(
      SourcePosition(line: 1, column: 3), SourcePosition(line: 2, column: 2))
    let printer = DiagnosticPrinter(Source(path: "a.md", text: "one two\nthree"))
    #expect(
      printer.text([Diagnostic(.unknownName, .warning, at: range, "odd")])
        == "a.md:1:3: warning: odd\n  one two\n    ^^^^^\n")
  }

  @Test func printsInOrder() {
    let source = Source(path: "a.md", text: "one\ntwo")
    let second = Diagnostic(.unknownName, at: source.range(ofLine: 2), "second")
    let first = Diagnostic(.unknownName, at: source.range(ofLine: 1), "first")
    let whole = Diagnostic(.unknownName, at: nil, "whole")
    #expect(
      DiagnosticPrinter(source).text([second, first, whole])
        == "a.md: error: whole\na.md:1:1: error: first\n  one\n  ^^^\na.md:2:1: error: second\n  two\n  ^^^\n"
    )
  }

  @Test func obeysNoControlCharacter() {
    let diagnostic = Diagnostic(.unknownName, at: nil, "not `\u{1B}[31m`", remedy: "write\nit")
    #expect(
      DiagnosticPrinter(Source(path: "a.md", text: "")).text([diagnostic])
        == "a.md: error: not `\\u{1b}[31m`\n  = help: write\\nit\n")
  }

  @Test func colorsOnRequest() {
    let colored = Self.print("one", from: 1, to: 2, isColored: true)
    #expect(colored.contains("\u{1B}[1;31merror: \u{1B}[0m"))
    #expect(!Self.print("one", from: 1, to: 2).contains("\u{1B}"))
  }

  @Test func notesStandBeforeTheRemedy() {
    let source = Source(path: "a.md", text: "one\ntwo")
    let diagnostic = Diagnostic(
      .duplicateName, at: source.range(ofLine: 2), "taken", remedy: "choose another",
      notes: [.init(at: source.range(ofLine: 1), "this has it"), .init("so it is")])
    #expect(
      DiagnosticPrinter(source).text([diagnostic]) == """
        a.md:2:1: error: taken
          two
          ^^^
          = note: a.md:1:1: this has it
          = note: so it is
          = help: choose another

        """)
  }

  @Test func reportsAsJSON() throws {
    let range = SourceRange(
      SourcePosition(line: 2, column: 3), SourcePosition(line: 2, column: 5))
    var report = DiagnosticReport()
    report.add(
      [
        Diagnostic(
          .unknownName, at: range, "this is \"wrong\"", remedy: "mend it",
          notes: [.init(at: range, "look here"), .init("and think")],
          replacement: Replacement(of: "xy", at: range, by: "right")),
        Diagnostic(.unknownName, .warning, at: nil, "odd"),
      ], path: "notebooks/a.md")
    #expect(
      try report.json == """
        {
          "diagnostics" : [
            {
              "file" : "notebooks/a.md",
              "identifier" : "unknown-name",
              "message" : "odd",
              "severity" : "warning"
            },
            {
              "column" : 3,
              "endColumn" : 5,
              "endLine" : 2,
              "file" : "notebooks/a.md",
              "help" : "mend it",
              "identifier" : "unknown-name",
              "line" : 2,
              "message" : "this is \\"wrong\\"",
              "notes" : [
                {
                  "column" : 3,
                  "endColumn" : 5,
                  "endLine" : 2,
                  "line" : 2,
                  "message" : "look here"
                },
                {
                  "message" : "and think"
                }
              ],
              "replacement" : {
                "column" : 3,
                "endColumn" : 5,
                "endLine" : 2,
                "line" : 2,
                "text" : "right"
              },
              "severity" : "error"
            }
          ],
          "format" : 1
        }

        """)
  }
}
