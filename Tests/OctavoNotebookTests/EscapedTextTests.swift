import OctavoNotebook
import Testing

@Suite struct EscapedTextTests {
  @Test(arguments: [
    ("plain é 日本 👩‍🔬", "plain é 日本 👩‍🔬"), ("\u{1B}[31mred", #"\u{1b}[31mred"#),
    ("a\nb\r\tc", #"a\nb\r\tc"#), ("\u{9B}2J", #"\u{9b}2J"#), ("\u{7F}", #"\u{7f}"#),
    ("\u{202E}gpj\u{2066}", #"\u{202e}gpj\u{2066}"#), ("a\u{2028}b", #"a\u{2028}b"#),
    ("\u{FEFF}\u{200B}x", #"\u{feff}\u{200b}x"#), ("\u{E0041}", #"\u{e0041}"#),
  ])
  func showsWhatATerminalMightObey(text: String, shown: String) {
    #expect(text.escapedForTerminal == shown)
  }

  @Test func diagnosticsGiveATerminalNoOrders() {
    let text = "```config a\nx: \"\u{202E}y\" z\n```\n"
    let source = Source(path: "a\u{1B}[2J.md", text: text)
    let printed = DiagnosticPrinter(source).text(Notebook.read(source).diagnostics)
    #expect(printed.hasPrefix(#"a\u{1b}[2J.md:2:"#))
    #expect(!printed.unicodeScalars.contains { $0.needsEscaping && $0 != "\n" })
  }
}
