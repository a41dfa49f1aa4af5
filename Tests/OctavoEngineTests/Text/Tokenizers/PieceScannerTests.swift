import OctavoEngine
import Testing

@Suite struct PieceScannerTests {
  private struct Case: Decodable {
    let text: String
    let gpt2: [String]
    let singleDigits: [String]
    let llama3: [String]
    let qwen2: [String]
  }

  /// The pieces are those of Python's `regex` with the same pattern.
  @Test func cutsAsTheRegularExpressionDoes() throws {
    for expected in try reference("pieces", as: [Case].self) {
      let text = expected.text
      #expect(PieceScanner.pieces(of: text, by: .gpt2) == expected.gpt2)
      #expect(PieceScanner.pieces(of: text, by: .singleDigits) == expected.singleDigits)
      #expect(PieceScanner.pieces(of: text, by: .llama3) == expected.llama3)
      #expect(PieceScanner.pieces(of: text, by: .qwen2) == expected.qwen2)
      #expect(PieceScanner.pieces(of: text, by: .whole) == (text.isEmpty ? [] : [text]))
    }
  }

  @Test(arguments: [
    ("", []),
    ("it's we'll", ["it", "'s", " we", "'ll"]),
    ("a   b", ["a", "  ", " b"]),
    ("a   ", ["a", "   "]),
    ("a\n\nb", ["a", "\n", "\n", "b"]),
    (" \u{3000}x", [" ", "\u{3000}", "x"]),
    ("x 12 + 3", ["x", " 12", " +", " 3"]),
    ("''s", ["''", "s"]),
    ("e\u{301}𝟘x", ["e", "\u{301}", "𝟘", "x"]),
  ])
  func gpt2(text: String, pieces: [String]) {
    #expect(PieceScanner.pieces(of: text, by: .gpt2) == pieces)
  }

  @Test(arguments: [
    ("x 12", ["x", " ", "1", "2"]), ("a  1", ["a", "  ", "1"]), ("½²", ["½", "²"]),
  ])
  func digitsStandAlone(text: String, pieces: [String]) {
    #expect(PieceScanner.pieces(of: text, by: .singleDigits) == pieces)
  }

  @Test(arguments: [
    ("it'S (well)\n\n 1234", ["it", "'S", " (", "well", ")\n\n", " ", "123", "4"]),
    ("a \n \n  b", ["a", " \n \n", " ", " b"]),
    ("\tx\t\ty", ["\tx", "\t", "\ty"]),
    ("'re'r'l", ["'re", "'r", "'l"]),
    ("\r\nx", ["\r\n", "x"]),
    ("'ſo", ["'ſ", "o"]),
  ])
  func llama3(text: String, pieces: [String]) {
    #expect(PieceScanner.pieces(of: text, by: .llama3) == pieces)
  }
}
