import Foundation
import OctavoBase
import OctavoEngine
import Testing

@Suite(.enabled(if: dataFolder != nil, "OCTAVO_DATA names no folder with gpt2/encoder.json"))
struct GPT2VocabularyTests {
  private static func gpt2() throws -> BytePairTokenizer {
    let folder = try #require(dataFolder) + "/gpt2/"
    return try BytePairTokenizer(
      gpt2Encoder: folder + "encoder.json", merges: folder + "vocab.bpe")
  }

  @Test func helloWorld() throws {
    let tokenizer = try Self.gpt2()
    #expect(tokenizer.vocabularySize == 50257)
    #expect(tokenizer.encode("hello world") == [31373, 995])
    #expect(tokenizer.encode("a<|endoftext|>b") == [64, 50256, 65])
  }

  /// The cases are tiktoken's; `OCTAVO_GPT2_CASES` names a longer file of them.
  @Test func agreesWithTiktoken() throws {
    let tokenizer = Tokenizer.bytePairs(try Self.gpt2())
    let cases: [EncodingCase]
    if let path = ProcessInfo.processInfo.environment["OCTAVO_GPT2_CASES"] {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      cases = try JSONDecoder().decode([EncodingCase].self, from: data)
    } else {
      cases = try reference("gpt2", as: [EncodingCase].self)
    }
    for expected in cases {
      let encoded = try tokenizer.encode(expected.text)
      #expect(encoded == expected.tokens, "\(expected.text.debugDescription)")
      #expect(tokenizer.decode(encoded).utf8.elementsEqual(expected.text.utf8))
    }
    let whole = cases.map(\.text).joined(separator: "<|endoftext|>")
    let parts = cases.map(\.tokens).joined(separator: [50256])
    #expect(try tokenizer.encode(whole) == Array(parts))
  }

  @Test func savedAndReadAgainItIsTheSame() throws {
    let tokenizer = Tokenizer.bytePairs(try Self.gpt2())
    let json = tokenizer.json
    let reread = try Tokenizer(json: json.utf8, file: "tokenizer.json")
    #expect(reread == tokenizer)
    #expect(reread.json == json)
  }
}

@Suite struct GPT2FilesTests {
  @Test(
    arguments: [
      ("{", "", "encoder.json: this is not JSON"),
      (#"{"model":{}}"#, "", "encoder.json: this is a tokenizer.json"),
      (nil, "\u{1F}\u{8B}", "vocab.bpe: the line"),
      ("[]", "", "encoder.json: the vocabulary is not an object"),
      (#"{"a":0}"#, "", "encoder.json: the vocabulary has no token"),
      (nil, "a b c", "vocab.bpe: the line “a b c” is not two tokens"),
      (
        nil, "#version: 0.2\na zz",
        "vocab.bpe: the merge of \"a\" and \"zz\" needs the token \"zz\""
      ),
    ] as [(String?, String, String)])
  func brokenFilesAreNamed(encoder: String?, merges: String, problem: String) throws {
    try withTemporaryFolder { folder in
      let encoderFile = folder.appendingPathComponent("encoder.json")
      let mergesFile = folder.appendingPathComponent("vocab.bpe")
      let bytes = try encoder ?? Self.encoderOfBytes()
      try Data(bytes.utf8).write(to: encoderFile)
      try Data(merges.utf8).write(to: mergesFile)
      #expect {
        try BytePairTokenizer(gpt2Encoder: encoderFile.path, merges: mergesFile.path)
      } throws: { "\($0)".contains(problem) }
    }
  }

  /// A vocabulary of the 256 bytes, as the `vocab` of a tokenizer that has learned nothing.
  private static func encoderOfBytes() throws -> String {
    let tokenizer = Tokenizer.bytePairs(try BytePairTrainer(vocabularySize: 256).train(on: []))
    let vocabulary = try JSON(parsing: tokenizer.json.utf8)["model"]?["vocab"]
    return try #require(vocabulary).compactText
  }
}
