import OctavoEngine
import Testing

@Suite struct SpecialTokenTests {
  /// The special tokens are 0, 1 and 2; then come the bytes, "!" (0x21) first.
  private func encoded(_ text: String) throws -> [Int32] {
    let trainer = BytePairTrainer(vocabularySize: 259, specialTokens: ["<a>", "<a><b>", "日"])
    return try trainer.train(on: []).encode(text)
  }

  private func byte(_ scalar: Unicode.Scalar) -> Int32 { Int32(scalar.value) - 0x21 + 3 }

  @Test func theLongestOfSeveralIsTaken() throws {
    #expect(try encoded("<a><b><a>x<a") == [1, 0, byte("x"), byte("<"), byte("a")])
  }

  @Test func theyMayStandAnywhere() throws {
    #expect(try encoded("日") == [2])
    #expect(try encoded("日日!日") == [2, 2, byte("!"), 2])
  }

  @Test func theyDivideWhatIsSplit() throws {
    let trainer = BytePairTrainer(vocabularySize: 400, specialTokens: ["<a>"])
    let tokenizer = try trainer.train(on: ["hello", "hello"])
    #expect(tokenizer.encode("hello").count == 1)
    #expect(tokenizer.encode("hel<a>lo").contains(0))
    #expect(
      tokenizer.encode("hel<a>lo")
        == tokenizer.encode("hel") + [0] + tokenizer.encode("lo"))
  }
}
