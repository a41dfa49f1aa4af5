/// The tokens that a ``BytePairTrainer`` has found so far.
struct GrowingVocabulary {
  private(set) var tokens: [[UInt8]] = []
  private(set) var specialTokens: [SpecialToken] = []
  private(set) var byteTokens = [Int32](repeating: 0, count: 256)
  private(set) var scalarTokens: [UInt32: Int32] = [:]
  /// The tokens by their spelling in files, where no two may be spelled alike.
  private var tokensBySpelling: [[UInt8]: Int32] = [:]
  private var spellings: [[UInt8]] = []

  /// Special tokens, then the bytes in the order of ``ByteAlphabet``.
  init(bytesAfter specialTokens: [String]) {
    addSpecialTokens(specialTokens)
    for byte in ByteAlphabet.ordered { addByte(byte, spelledBy: .bytes) }
  }

  /// Special tokens, then the bytes to fall back on, then characters.
  init(bytesAfter specialTokens: [String], characters: [Unicode.Scalar]) {
    addSpecialTokens(specialTokens)
    for byte in UInt8.min...UInt8.max { addByte(byte, spelledBy: .characters) }
    for scalar in characters {
      let bytes = Array(String(scalar).utf8)
      scalarTokens[scalar.value] = token(of: bytes, spelled: bytes)
    }
  }

  /// Two ways to merge the same text share a token.
  mutating func merge(_ left: Int32, _ right: Int32) -> BytePairTokenizer.Merge {
    let result = token(
      of: tokens[Int(left)] + tokens[Int(right)],
      spelled: spellings[Int(left)] + spellings[Int(right)])
    return .init(left, right, into: result)
  }

  private mutating func addSpecialTokens(_ texts: [String]) {
    for text in texts where !specialTokens.contains(where: { $0.text == text }) {
      let bytes = Array(text.utf8)
      specialTokens.append(SpecialToken(text, token: token(of: bytes, spelled: bytes)))
    }
  }

  private mutating func addByte(_ byte: UInt8, spelledBy alphabet: BytePairTokenizer.Alphabet) {
    let spelling = TokenSpellings.spelling(of: byte, alphabet: alphabet)
    byteTokens[Int(byte)] = token(of: [byte], spelled: Array(spelling.utf8))
  }

  private mutating func token(of bytes: [UInt8], spelled spelling: [UInt8]) -> Int32 {
    if let known = tokensBySpelling[spelling] { return known }
    let token = Int32(tokens.count)
    tokens.append(bytes)
    spellings.append(spelling)
    tokensBySpelling[spelling] = token
    return token
  }
}
