import OctavoBase

/// A vocabulary as files spell it: bytes as the characters of ``ByteAlphabet``, or characters as
/// themselves and bytes as `<0x41>`.
struct TokenSpellings {
  private(set) var tokens: [[UInt8]]
  let specialTokens: [SpecialToken]
  private let alphabet: BytePairTokenizer.Alphabet
  /// By the UTF-8 of the spelling: strings that are canonically equivalent are different tokens.
  private var tokensBySpelling: [[UInt8]: Int32] = [:]

  /// - Parameters:
  ///   - spellings: by token.
  ///   - marksSpaces: whether the vocabulary writes ``SpaceMark`` for a space.
  /// - Throws: ``TokenizerProblem`` where a token has two ids, or an id two tokens.
  init(
    _ spellings: [String], specialTokens: [SpecialToken], alphabet: BytePairTokenizer.Alphabet,
    marksSpaces: Bool = false
  ) throws {
    self.alphabet = alphabet
    self.specialTokens = specialTokens
    tokens = spellings.map {
      let bytes = Self.bytes(of: $0, alphabet: alphabet)
      return marksSpaces ? SpaceMark.removed(from: bytes) : bytes
    }
    tokensBySpelling.reserveCapacity(spellings.count)
    for (spelling, token) in zip(spellings, Int32(0)...) where !spelling.isEmpty {
      if let other = tokensBySpelling.updateValue(token, forKey: Array(spelling.utf8)) {
        throw TokenizerProblem(
          "the token \(spelling.debugDescription) has two ids, \(other) and \(token)")
      }
    }
    var texts: [Int32: String] = [:]
    for special in specialTokens {
      if let other = texts.updateValue(special.text, forKey: special.token)
        ?? spellings.at(special),
        !other.utf8.elementsEqual(special.text.utf8)
      {
        throw TokenizerProblem(
          "the added token \(special.text.debugDescription) has the id \(special.token), which is "
            + "that of \(other.debugDescription)")
      }
      if let other = tokensBySpelling[Array(special.text.utf8)], other != special.token {
        throw TokenizerProblem(
          "the added token \(special.text.debugDescription) has two ids, \(other) and "
            + "\(special.token)")
      }
      let missing = Int(special.token) + 1 - tokens.count
      if missing > 0 { tokens += Array(repeating: [], count: missing) }
      tokens[Int(special.token)] = Array(special.text.utf8)
    }
  }

  /// The spellings in an object of ids, by id; ids that no token has are spelled "".
  static func spellings(in vocabulary: JSON) throws -> [String] {
    guard let members = vocabulary.members else {
      throw TokenizerProblem("the vocabulary is not an object of tokens and ids")
    }
    var spellings = [String](repeating: "", count: members.count)
    for member in members {
      guard let id = member.value.integer, (0..<largestVocabulary).contains(id) else {
        throw TokenizerProblem("the token \(member.key.debugDescription) has no valid id")
      }
      let missing = id + 1 - spellings.count
      if missing > 0 { spellings += Array(repeating: "", count: missing) }
      guard spellings[id].isEmpty else {
        throw TokenizerProblem(
          "the tokens \(spellings[id].debugDescription) and \(member.key.debugDescription) "
            + "share the id \(id)")
      }
      spellings[id] = member.key
    }
    return spellings
  }

  /// More tokens than any tokenizer has; a larger id is an error.
  static let largestVocabulary = 1 << 22

  /// The token of each byte.
  func byteTokens() throws -> [Int32] {
    try (UInt8.min...UInt8.max).map { byte in
      let spelling = Self.spelling(of: byte, alphabet: alphabet)
      guard let token = tokensBySpelling[Array(spelling.utf8)] else {
        throw TokenizerProblem(
          "the vocabulary has no token \(spelling.debugDescription) for the byte \(byte); "
            + "only byte-level and byte-fallback tokenizers can be read")
      }
      return token
    }
  }

  func merge(_ left: String, _ right: String) throws -> BytePairTokenizer.Merge {
    func token(_ spelling: String) throws -> Int32 {
      guard let token = tokensBySpelling[Array(spelling.utf8)] else {
        throw TokenizerProblem(
          "the merge of \(left.debugDescription) and \(right.debugDescription) needs the token "
            + "\(spelling.debugDescription), which the vocabulary lacks")
      }
      return token
    }
    return .init(try token(left), try token(right), into: try token(left + right))
  }

  static func spelling(of byte: UInt8, alphabet: BytePairTokenizer.Alphabet) -> String {
    switch alphabet {
    case .bytes: return String(ByteAlphabet.characters[Int(byte)])
    case .characters:
      let digits = String(byte, radix: 16, uppercase: true)
      return "<0x\(byte < 16 ? "0" : "")\(digits)>"
    }
  }

  private static func bytes(
    of spelling: String, alphabet: BytePairTokenizer.Alphabet
  ) -> [UInt8] {
    let utf8 = Array(spelling.utf8)
    switch alphabet {
    case .bytes: return ByteAlphabet.bytes(of: spelling) ?? utf8
    case .characters:
      guard utf8.count == 6, spelling.hasPrefix("<0x"), spelling.hasSuffix(">"),
        let byte = UInt8(spelling.dropFirst(3).dropLast(), radix: 16)
      else { return utf8 }
      return [byte]
    }
  }
}

extension [String] {
  /// The spelling that a special token's id has in the vocabulary, if any.
  fileprivate func at(_ special: SpecialToken) -> String? {
    let index = Int(special.token)
    return indices.contains(index) && !self[index].isEmpty ? self[index] : nil
  }
}
