/// Turns text into the token ids a language model reads, and back.
public enum Tokenizer: Hashable, Sendable {
  case characters(CharacterTokenizer)
  case bytePairs(BytePairTokenizer)

  /// How many tokens there are; ids are `0 ..< vocabularySize`.
  public var vocabularySize: Int {
    switch self {
    case .characters(let tokenizer): tokenizer.vocabularySize
    case .bytePairs(let tokenizer): tokenizer.vocabularySize
    }
  }

  /// Tokens that only their exact text stands for, in ascending order.
  public var specialTokens: [SpecialToken] {
    switch self {
    case .characters: []
    case .bytePairs(let tokenizer): tokenizer.specialTokens
    }
  }

  /// - Throws: ``TokenizerError`` for a character the vocabulary cannot express.
  public func encode(_ text: String) throws(TokenizerError) -> [Int32] {
    switch self {
    case .characters(let tokenizer): try tokenizer.encode(text)
    case .bytePairs(let tokenizer): tokenizer.encode(text)
    }
  }

  /// The UTF-8 bytes one token stands for; a token may hold part of a character only.
  ///
  /// - Precondition: the token is of this vocabulary.
  public func bytes(of token: Int32) -> [UInt8] {
    switch self {
    case .characters(let tokenizer): tokenizer.bytes(of: token)
    case .bytePairs(let tokenizer): tokenizer.bytes(of: token)
    }
  }

  /// The bytes of each token.
  public var spellings: [[UInt8]] {
    switch self {
    case .characters(let tokenizer): tokenizer.spellings
    case .bytePairs(let tokenizer): tokenizer.tokens
    }
  }

  /// The bytes of some tokens; one that a model has beyond this vocabulary writes nothing.
  public func bytes(of tokens: some Sequence<Int32>) -> [UInt8] {
    let spellings = spellings
    var bytes: [UInt8] = []
    for token in tokens where spellings.indices.contains(Int(token)) {
      bytes.append(contentsOf: spellings[Int(token)])
    }
    return bytes
  }

  /// The text of the tokens; bytes that are not UTF-8 become U+FFFD, the replacement character.
  /// A space that encoding would put before the text is taken away.
  public func decode(_ tokens: some Sequence<Int32>) -> String {
    let bytes = bytes(of: tokens)
    let hasExtraSpace = addsSpace && bytes.first == UInt8(ascii: " ")
    return String(decoding: bytes.dropFirst(hasExtraSpace ? 1 : 0), as: UTF8.self)
  }

  private var addsSpace: Bool {
    switch self {
    case .characters: false
    case .bytePairs(let tokenizer): tokenizer.preparation.addsSpace
    }
  }
}
