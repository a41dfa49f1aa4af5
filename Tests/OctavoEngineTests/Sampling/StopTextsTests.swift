import Foundation
import OctavoEngine
import Testing

@Suite struct StopTextsTests {
  /// Where a text first holds a stop text, by looking at the whole of it after every token.
  private static func end(
    of tokens: [Int32], _ texts: [String], _ spellings: [[UInt8]]
  ) -> Int? {
    tokens.indices.first { index in
      let written = tokens[...index].flatMap { spellings[Int($0)] }
      return texts.contains { text in
        let text = Array(text.utf8)
        return (0...written.count).contains { written.dropFirst($0).starts(with: text) }
      }
    }
  }

  /// Two letters, so that beginnings of stop texts recur within them.
  @Test func endsWhereTheWrittenTextFirstHoldsAStopText() {
    var stream = RandomStream(seed: 12)
    func text(_ lengths: ClosedRange<Int>) -> String {
      let length = lengths.lowerBound + stream.integer(below: lengths.count)
      return String((0..<length).map { _ in stream.integer(below: 2) == 0 ? "a" : "b" })
    }
    var ended = 0
    for _ in 0..<400 {
      let spellings = (0..<6).map { _ in Array(text(0...4).utf8) }
      let texts = (0...stream.integer(below: 3)).map { _ in text(1...7) }
      let stop = StopTexts(texts, spellings: spellings)
      for _ in 0..<10 {
        let tokens = (0..<12).map { _ in Int32(stream.integer(below: 6)) }
        let expected = Self.end(of: tokens, texts, spellings)
        #expect(stop.end(of: tokens) == expected, "\(texts) in \(tokens) of \(spellings)")
        if expected != nil { ended += 1 }
      }
    }
    #expect(ended > 500)
  }

  @Test func textsMayHaveManyBytesAndTokensPartsOfCharacters() throws {
    let trained = try BytePairTrainer(vocabularySize: 300).train(
      on: ["Human: hi\n\nAssistant: é 𝄞\n\nHuman: no"])
    let tokenizer = Tokenizer.bytePairs(trained)
    for text in ["\n\nHuman:", "é", "𝄞", "n", "\n\nAssistant"] {
      let stop = StopTexts([text], tokenizer: tokenizer)
      for written in ["Human: é 𝄞 \n\nHuman: \n\nAssistant: n", "\n\nHuman:", "xyz", "\n\nHuma"] {
        let tokens = try tokenizer.encode(written)
        #expect(stop.end(of: tokens) == Self.end(of: tokens, [text], tokenizer.spellings))
      }
    }
  }

  /// A long stop text, found in time that does not grow with what was written before.
  @Test func aLongTextIsReadOnce() {
    let stop = StopTexts(
      [String(repeating: "ab", count: 400) + "c"], spellings: [[97], [98], [99]])
    let tokens = (0..<20_000).map { Int32($0 % 2) }
    #expect(stop.end(of: tokens) == nil)
    #expect(stop.end(of: tokens + [2]) == 20_000)
  }

  @Test func nothingEndsWithoutStopTexts() {
    #expect(StopTexts.none.end(of: [0, 1, 2]) == nil)
    #expect(StopTexts([], spellings: [[97], []]) == .none)
    #expect(StopTexts([], spellings: []).end(of: [1 << 20]) == nil)
    #expect(StopTexts(tokens: [7, 3]).end(of: [1, 2, 3, 7]) == 2)
    // A token beyond the vocabulary writes nothing.
    #expect(StopTexts(["ab"], spellings: [[97], [98]]).end(of: [0, 9, 1, 0, 1]) == 2)
  }

  @Test func isKeptAsItIs() throws {
    let stop = StopTexts(["\n\nHuman:", "é"], spellings: (0...255).map { [UInt8($0)] } + [[]])
    let data = try JSONEncoder().encode(stop)
    #expect(try JSONDecoder().decode(StopTexts.self, from: data) == stop)
  }
}
