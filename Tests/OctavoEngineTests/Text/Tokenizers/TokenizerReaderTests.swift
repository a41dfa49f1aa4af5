import Foundation
import OctavoBase
import OctavoEngine
import Testing

@Suite struct TokenizerReaderTests {
  private static func trained(
    _ splitting: SplitPattern, _ alphabet: BytePairTokenizer.Alphabet
  ) throws -> Tokenizer {
    let trainer = BytePairTrainer(
      vocabularySize: 400, splitting: splitting, alphabet: alphabet,
      specialTokens: ["<|end|>", "日本 "])
    let text =
      "the théâtre, the the\u{301}atre in 1995 \"\\ 日本語 \u{1}\t" + String(repeating: " a", count: 9)
    return .bytePairs(try trainer.train(on: [text, text, text]))
  }

  @Test(arguments: SplitPattern.allCases, BytePairTokenizer.Alphabet.allCases)
  func bytePairsSurviveSaving(
    splitting: SplitPattern, alphabet: BytePairTokenizer.Alphabet
  ) throws {
    let tokenizer = try Self.trained(splitting, alphabet)
    let reread = try Tokenizer(json: tokenizer.json.utf8, file: "tokenizer.json")
    #expect(reread == tokenizer)
    #expect(reread.json == tokenizer.json)
    let text = "the\u{301} 日本 <|end|>\u{10FFFF}"
    #expect(try reread.encode(text) == tokenizer.encode(text))
    let coded = try JSONEncoder().encode(tokenizer)
    #expect(try JSONDecoder().decode(Tokenizer.self, from: coded) == tokenizer)
  }

  private struct Saved: Decodable {
    struct Case: Decodable {
      let text: String
      let tokens: [Int32]
      let decoded: String
    }

    let name: String
    let tokenizer: String
    let cases: [Case]
  }

  /// Files saved by Hugging Face's `tokenizers`, with its encodings.
  @Test(arguments: 0..<4)
  func readsWhatOtherToolsSave(file: Int) throws {
    let saved = try reference("saved", as: [Saved].self)[file]
    let tokenizer = try Tokenizer(json: saved.tokenizer.utf8, file: saved.name)
    for expected in saved.cases {
      #expect(try tokenizer.encode(expected.text) == expected.tokens, "\(expected.text)")
      #expect(tokenizer.decode(expected.tokens).utf8.elementsEqual(expected.decoded.utf8))
    }
    let reread = try Tokenizer(json: tokenizer.json.utf8, file: saved.name)
    #expect(reread == tokenizer)
  }

  @Test func charactersSurviveSaving() throws {
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: "\u{E9} e\u{301}\n\"日\""))
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("tokenizer.json")
      try Data(tokenizer.json.utf8).write(to: file)
      #expect(try Tokenizer(contentsOf: file.path) == tokenizer)
    }
  }

  /// What a tokenizer of characters has beyond its alphabet would change its tokens.
  @Test(arguments: [
    (#""normalizer": null"#, #""normalizer": {"type": "Lowercase"}"#, "the normalizer"),
    (
      #""added_tokens": []"#, #""added_tokens": [{"id": 0, "content": "<s>"}]"#,
      "added tokens of a WordLevel model are not supported, such as “<s>”"
    ),
    (#""unk_token": "<unk>""#, #""unk_token": "a""#, "the model's unk_token “a”"),
    (#""vocab": {"a": 0, "b": 1}"#, #""vocab": {}"#, "the vocabulary is empty"),
  ])
  func charactersAloneAreRead(part: String, changed: String, problem: String) throws {
    let json = #"""
      {"added_tokens": [], "normalizer": null, "pre_tokenizer": {"type": "Split",
       "pattern": {"Regex": "[\\s\\S]"}, "behavior": "Isolated", "invert": false},
       "model": {"type": "WordLevel", "vocab": {"a": 0, "b": 1}, "unk_token": "<unk>"}}
      """#
    #expect(try Tokenizer(json: json.utf8, file: "x.json").encode("ab") == [0, 1])
    #expect {
      _ = try Tokenizer(json: json.replacing(part, with: changed).utf8, file: "x.json")
    } throws: {
      "\($0)".contains(problem)
    }
  }

  @Test(arguments: [
    ("{", "this is not JSON"),
    ("", "is empty"),
    ("{}", "there is no model; is this a tokenizer.json?"),
    (#"{"model":{"type":"Unigram"}}"#, "the model is Unigram; only BPE"),
    (#"{"model":{"type":"WordLevel","vocab":{}}}"#, "must split into single characters"),
    (#"{"model":{"type":"BPE"},"pre_tokenizer":{"type":"Metaspace"}}"#, "Metaspace"),
    (#"{"model":{"type":"BPE"},"pre_tokenizer":{"type":"ByteLevel"}}"#, "ByteLevel"),
    (#"{"model":{"type":"BPE"}}"#, "does not end in ByteLevel"),
    (#"{"model":{"type":"BPE","dropout":0.1}}"#, "dropout is not supported"),
    (#"{"model":{"type":"BPE"},"normalizer":{"type":"NFKC"}}"#, "the normalizer"),
    (
      #"{"model":{"type":"BPE","vocab":{"a":0}},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false}}"#,
      "no token \"Ā\" for the byte 0"
    ),
  ])
  func unsupportedFilesAreNamed(json: String, problem: String) {
    #expect {
      try Tokenizer(json: json.utf8, file: "x.json")
    } throws: { error in
      "\(error)".hasPrefix("x.json: ") && "\(error)".contains(problem)
    }
  }

  @Test(arguments: [
    (#""vocab": {"#, #""vocab": {"zz": -1,"#, "no valid id"),
    (#""vocab": {"#, #""vocab": {"zz": 4.5,"#, "no valid id"),
    (#""vocab": {"#, #""vocab": {"zz": 7,"#, "share the id 7"),
    (#""vocab": {"#, #""vocab": {"zz": 2147483648,"#, "no valid id"),
    (#""vocab": {"#, #""vocab": {"zz": 99999999999999999999,"#, "no valid id"),
    (#""vocab": {"#, #""vocab": {"zz": 900, "zz": 901,"#, "\"zz\" has two ids, 900 and 901"),
    (
      #""added_tokens": ["#, #""added_tokens": [{"id": 900, "content": "the"},"#,
      "the added token \"the\" has two ids"
    ),
    (
      #""added_tokens": ["#, #""added_tokens": [{"id": 5, "content": "<new>"},"#,
      "has the id 5, which is that of"
    ),
    (#""merges": ["#, #""merges": [["zz", "a"],"#, "needs the token \"zz\""),
    (#""merges": ["#, #""merges": [["a"],"#, "a merge is not a pair of tokens"),
    (#""added_tokens": ["#, #""added_tokens": [{"id": 0},"#, "an added token lacks its content"),
    (#""lstrip": false"#, #""lstrip": true"#, "the option lstrip"),
  ])
  func brokenPartsAreNamed(part: String, broken: String, problem: String) throws {
    let json = try Self.trained(.gpt2, .bytes).json
    #expect(json.contains(part))
    #expect {
      try Tokenizer(json: json.replacing(part, with: broken).utf8, file: "x.json")
    } throws: { "\($0)".contains(problem) }
  }

  /// What a tokenizer would do elsewhere and does not do here is said.
  @Test func partsThatAreNotUsedAreSaid() throws {
    let json = try Self.trained(.gpt2, .bytes).json
    let template = """
      "post_processor": {"type": "Sequence", "processors": [{"type": "ByteLevel"}, \
      {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, \
      {"Sequence": {"id": "A", "type_id": 0}}]}]}, "truncation": {"max_length": 5}
      """
    let changed = json.replacing(#""post_processor": null"#, with: template)
      .replacing(#""truncation": null,"#, with: "")
    #expect(changed != json)
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("tokenizer.json").path
      try Data(json.utf8).write(to: URL(fileURLWithPath: path))
      #expect(try Tokenizer.remarks(onFile: path) == [])
      try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
      let remarks = try Tokenizer.remarks(onFile: path)
      #expect(remarks.count == 2)
      #expect(remarks.first?.contains("such as “<s>”; it is not used") == true)
      #expect(remarks.last?.contains("truncation is not used") == true)
    }
  }

  @Test func mergesInOneStringAreRead() throws {
    let tokenizer = try Self.trained(.gpt2, .bytes)
    let old = try tokenizer.json.replacing(
      Regex(#"\["((?:[^"\\]|\\.)+)", "((?:[^"\\]|\\.)+)"\]"#)
    ) { match in
      "\"\(match.output[1].substring ?? "") \(match.output[2].substring ?? "")\""
    }
    #expect(old != tokenizer.json)
    #expect(try Tokenizer(json: old.utf8, file: "x.json") == tokenizer)
  }
}
