import OctavoEngine
import Testing

@Suite struct BytePairTrainerTests {
  private struct Reference: Decodable {
    struct Trained: Decodable {
      let splitting: SplitPattern
      let alphabet: BytePairTokenizer.Alphabet
      let vocabularySize: Int
      let specialTokens: [String]
      let merges: [[Int32]]
      let cases: [EncodingCase]
    }

    let text: String
    let tokenizers: [Trained]
  }

  /// The merges and encodings are those of Hugging Face's `tokenizers`, trained on the same text.
  @Test(arguments: 0..<6)
  func learnsTheSameMergesAsHuggingFace(setting: Int) throws {
    let reference = try reference("trained", as: Reference.self)
    let expected = reference.tokenizers[setting]
    let trainer = BytePairTrainer(
      vocabularySize: expected.vocabularySize, splitting: expected.splitting,
      alphabet: expected.alphabet, specialTokens: expected.specialTokens)
    let tokenizer = try trainer.train(on: [reference.text])
    #expect(tokenizer.merges.map { [$0.left, $0.right, $0.result] } == expected.merges)
    for encoding in expected.cases {
      let encoded = tokenizer.encode(encoding.text)
      #expect(encoded == encoding.tokens, "\(encoding.text.debugDescription)")
      let decoded = Tokenizer.bytePairs(tokenizer).decode(encoded)
      #expect(decoded.utf8.elementsEqual(encoding.text.utf8))
    }
  }

  @Test func theMostFrequentPairIsMergedFirstAndTheSmallerOfEquals() throws {
    let tokenizer = try BytePairTrainer(vocabularySize: 259).train(on: ["abab cdcd", "ab"])
    let merged = tokenizer.merges.map {
      String(decoding: tokenizer.bytes(of: $0.result), as: UTF8.self)
    }
    #expect(merged == ["ab", "cd", " cd"])
  }

  @Test func rarePairsAreLeftApart() throws {
    let trainer = BytePairTrainer(vocabularySize: 1000, minimumFrequency: 3)
    let tokenizer = try trainer.train(on: ["xy", "xy", "xy", "pq", "pq"])
    #expect(tokenizer.vocabularySize == 257)
  }

  @Test func textWithoutPairsGivesTheAlphabet() throws {
    #expect(try BytePairTrainer(vocabularySize: 500).train(on: []).vocabularySize == 256)
  }

  @Test func vocabularyWithoutRoomForTheAlphabetIsRefused() {
    let trainer = BytePairTrainer(vocabularySize: 256, specialTokens: ["<|end|>"])
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 256, minimum: 257)) {
      try trainer.train(on: ["text"])
    }
  }
}
