import Foundation
import OctavoEngine
import Testing

@Suite struct CharacterTokenizerTests {
  @Test func vocabularyIsTheSortedDistinctScalars() {
    let tokenizer = CharacterTokenizer(of: "hello\nworld")
    #expect(tokenizer.alphabet == ["\n", "d", "e", "h", "l", "o", "r", "w"])
    #expect(tokenizer.vocabularySize == 8)
  }

  @Test func encodesByPlaceInTheVocabulary() throws {
    let tokenizer = CharacterTokenizer(of: "abc")
    #expect(try tokenizer.encode("cab") == [2, 0, 1])
    #expect(try tokenizer.encode("") == [])
  }

  @Test(arguments: ["plain", "na\u{EF}ve", "nai\u{308}ve", "日本\r\n\u{FFFD}", "👩‍👩‍👧 e\u{301}"])
  func decodingGivesTheSameScalars(text: String) throws {
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: text))
    let decoded = tokenizer.decode(try tokenizer.encode(text))
    #expect(Array(decoded.utf8) == Array(text.utf8))
  }

  @Test func unknownCharacterIsNamedWithItsPosition() {
    let tokenizer = CharacterTokenizer(of: "ab\n")
    let expected = TokenizerError.unknownCharacter("é", at: TextPosition(line: 2, column: 3))
    #expect(throws: expected) { try tokenizer.encode("ab\nabé") }
    #expect(expected.description.contains(#""é" (U+00E9) at line 2, column 3"#))
  }
}
