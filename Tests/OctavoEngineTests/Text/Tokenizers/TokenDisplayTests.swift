import OctavoEngine
import Testing

@Suite struct TokenDisplayTests {
  @Test(arguments: [
    ("a", "a"), (" ", "·"), ("\n", "↵"), ("\t", "→"), ("\u{1}", "␁"), ("\u{7F}", "␡"), ("日", "日"),
  ])
  func whiteSpaceAndControlCharactersShow(text: String, shown: String) {
    #expect(Tokenizer.characters(CharacterTokenizer(of: text)).display(0) == shown)
  }
}
