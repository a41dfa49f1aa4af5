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
  fileprivate var jsonValue: JSONValue {
    let vocabulary = zip(alphabet, 0...).map {
      JSONMember(key: String($0), value: .integer($1))
    }
    return document(
      addedTokens: [], preTokenizer: TokenizerParts.everyCharacter, decoder: ["type": "Fuse"],
      model: ["type": "WordLevel", "vocab": .object(vocabulary), "unk_token": "<unk>"])
  }
}

extension BytePairTokenizer {
  fileprivate var jsonValue: JSONValue {
    document(
      addedTokens: specialTokens.map(addedToken),
      preTokenizer: TokenizerParts.preTokenizer(for: splitting, alphabet: alphabet),
      decoder: decoder,
      model: [
        "type": "BPE",
        "dropout": nil,
        "unk_token": nil,
        "continuing_subword_prefix": nil,
        "end_of_word_suffix": nil,
        "fuse_unk": false,
        "byte_fallback": .bool(alphabet == .characters),
        "ignore_merges": false,
        "vocab": .object(vocabulary),
        "merges": .array(
          merges.map { [.string(spelling(of: $0.left)), .string(spelling(of: $0.right))] }),
      ])
  }

  private var decoder: JSONValue {
    switch alphabet {
    case .bytes:
      [
        "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true,
      ]
    case .characters:
      ["type": "Sequence", "decoders": [["type": "ByteFallback"], ["type": "Fuse"]]]
    }
  }

  private func addedToken(_ special: SpecialToken) -> JSONValue {
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

  /// Ids that no text has, in a vocabulary with gaps, are left out.
  private var vocabulary: [JSONMember] {
    tokens.indices.compactMap { token in
      guard !tokens[token].isEmpty else { return nil }
      return JSONMember(key: spelling(of: Int32(token)), value: .integer(token))
    }
  }
}

private func document(
  addedTokens: [JSONValue], preTokenizer: JSONValue, decoder: JSONValue, model: JSONValue
) -> JSONValue {
  [
    "version": "1.0",
    "truncation": nil,
    "padding": nil,
    "added_tokens": .array(addedTokens),
    "normalizer": nil,
    "pre_tokenizer": preTokenizer,
    "post_processor": nil,
    "decoder": decoder,
    "model": model,
  ]
}
