import OctavoNotebook
import Testing

@Suite struct TeXTextTests {
  @Test(arguments: [
    ("{G}{\\\"o}del", "Gödel"), ("\\'e\\`a\\^{o}\\~n\\c{c}\\v s", "éàôñçš"),
    ("pages 1--2---3", "pages 1–2—3"), ("A~B", "A\u{A0}B"), ("R\\&D 5\\% \\$1", "R&D 5% $1"),
    ("``quoted'' text", "“quoted” text"), ("\\emph{a} {\\bf b}", "a b"), ("$k$-means", "k-means"),
    ("\\ss{} \\O rsted \\L{}", "ß Ørsted Ł"), ("  two\n  lines ", "two lines"),
    ("\\'\\i", "í"), ("", ""), ("\\", "\\"), ("{", ""), ("\\\"", "\u{308}"),
    ("日本語", "日本語"), ("$\\alpha$", "α"),
  ])
  func becomesPlain(_ source: String, _ text: String) {
    #expect(TeXText(source).text == text)
    #expect(TeXText(source).unknownCommands == [])
  }

  @Test func unknownCommandsStay() {
    #expect(TeXText("\\foo{bar}").text == "\\foobar")
    #expect(TeXText("\\foo{bar}").unknownCommands == ["foo"])
  }
}
