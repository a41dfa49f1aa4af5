import OctavoNotebook
import Testing

@Suite struct SourceTests {
  @Test(arguments: [
    ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\nb", ["a", "b"]),
    ("a\r\nb\r\n", ["a", "b", ""]),
    ("a\rb", ["a", "b"]), ("a\n\r\nb", ["a", "", "b"]),
    ("a\u{2028}b\u{85}c", ["a\u{2028}b\u{85}c"]),
  ])
  func splitsLinesAsCommonMarkDoes(text: String, lines: [String]) {
    #expect(Source(path: "", text: text).lines.map(String.init) == lines)
  }

  @Test(arguments: [
    ("notebooks/first-report.md", "first-report"), ("a.b.md", "a.b"), ("README", "README"),
    (".md", ".md"), ("a/b/", "b"),
  ])
  func isNamedAfterItsFile(path: String, name: String) {
    #expect(Source(path: path, text: "").name == name)
  }

  @Test(
    arguments: [
      ([0x61, 0xFF], 1, 2), ([0x61, 0x0A, 0xC3, 0xA9, 0xE9, 0x62], 2, 2), ([0xE2, 0x82], 1, 1),
      ([0xEF, 0xBF, 0x61], 1, 1), ([0xED, 0xA0, 0x80], 1, 1), ([0xC0, 0x80], 1, 1),
      ([0xF0, 0x9F, 0x98, 0x80, 0xF0, 0x9F], 1, 2), ([0x0D, 0x0A, 0x80], 2, 1),
    ] as [([UInt8], Int, Int)])
  func findsTheFirstByteThatIsNotUTF8(bytes: [UInt8], line: Int, column: Int) {
    let fault = Source.decode(bytes, path: "a.md").1
    #expect(fault?.range?.start == SourcePosition(line: line, column: column))
  }

  @Test func acceptsEveryCharacter() {
    let text = "\u{FFFD} é 損 🙂 \u{FEFF} \u{10FFFF}"
    let (source, fault) = Source.decode(Array(("\u{FEFF}" + text).utf8), path: "a.md")
    #expect(fault == nil)
    #expect(source.text == text)
  }
}
