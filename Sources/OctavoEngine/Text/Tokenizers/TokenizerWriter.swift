import OctavoBase

extension Tokenizer {
  /// The tokenizer as a `tokenizer.json` of Hugging Face's `tokenizers`, which gives the same ids.
  /// The same tokenizer always gives the same bytes.
  public var json: String {
    switch self {
    case .characters(let tokenizer): tokenizer.jsonValue.text
    case .bytePairs(let tokenizer): tokenizer.jsonValue.text
    }
  }
}

/// Saved as the text of its `tokenizer.json`.
extension Tokenizer: Codable {
  public init(from decoder: any Decoder) throws {
    let json = try decoder.singleValueContainer().decode(String.self)
    try self.init(json: json.utf8, file: "tokenizer.json")
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(json)
  }
}

extension CharacterTokenizer {
  fileprivate var jsonValue: JSON {
    let vocabulary = zip(alphabet, 0...).map {
      JSON.Member(key: String($0), value: .integer($1))
    }
    return document(
      addedTokens: [], normalizer: nil, preTokenizer: TokenizerParts.everyCharacter,
      decoder: ["type": "Fuse"],
      model: ["type": "WordLevel", "vocab": .object(vocabulary), "unk_token": "<unk>"])
  }
}

extension BytePairTokenizer {
  fileprivate var jsonValue: JSON {
    let parts = TokenizerParts(self)
    var spellings = tokens.indices.map { spelling(of: Int32($0)) }
    for special in specialTokens { spellings[Int(special.token)] = special.text }
    // Ids that no text has, in a vocabulary with gaps, are left out.
    let vocabulary = spellings.enumerated().filter { !$1.isEmpty }
    return document(
      addedTokens: specialTokens.map(addedToken), normalizer: parts.normalizer,
      preTokenizer: parts.preTokenizer, decoder: parts.decoder,
      model: [
        "type": "BPE",
        "dropout": nil,
        "unk_token": nil,
        "continuing_subword_prefix": nil,
        "end_of_word_suffix": nil,
        "fuse_unk": false,
        "byte_fallback": .boolean(alphabet == .characters),
        "ignore_merges": .boolean(takesWholePieces),
        "vocab": .object(vocabulary.map { JSON.Member(key: $1, value: .integer($0)) }),
        "merges": .array(
          merges.map { [.string(spellings[Int($0.left)]), .string(spellings[Int($0.right)])] }),
      ])
  }

  /// A token as vocabulary files write it, if it is not a special one.
  private func spelling(of token: Int32) -> String {
    let bytes = tokens[Int(token)]
    switch alphabet {
    case .bytes: return ByteAlphabet.spelling(of: bytes)
    case .characters:
      if bytes.count == 1, byteTokens[Int(bytes[0])] == token {
        return TokenSpellings.spelling(of: bytes[0], alphabet: alphabet)
      }
      let written = preparation.addsSpace ? SpaceMark.added(to: bytes) : bytes
      return String(decoding: written, as: UTF8.self)
    }
  }

  private func addedToken(_ special: SpecialToken) -> JSON {
    [
      "id": .integer(Int(special.token)),
      "content": .string(special.text),
      "single_word": false,
      "lstrip": false,
      "rstrip": false,
      "normalized": false,
      "special": true,
    ]
  }
}

private func document(
  addedTokens: [JSON], normalizer: JSON, preTokenizer: JSON, decoder: JSON,
  model: JSON
) -> JSON {
  [
    "version": "1.0",
    "truncation": nil,
    "padding": nil,
    "added_tokens": .array(addedTokens),
    "normalizer": normalizer,
    "pre_tokenizer": preTokenizer,
    "post_processor": nil,
    "decoder": decoder,
    "model": model,
  ]
}
