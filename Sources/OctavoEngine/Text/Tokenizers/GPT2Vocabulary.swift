extension BytePairTokenizer {
  /// Reads GPT-2's own files: `encoder.json`, the tokens with their ids, and `vocab.bpe`, the merges
  /// a line each. `vocab.json` and `merges.txt` of Hugging Face's folders are the same two files.
  ///
  /// - Throws: ``TokenizerError/unreadable(file:problem:)``.
  public init(gpt2Encoder encoderPath: String, merges mergesPath: String) throws(TokenizerError) {
    let encoder = try readTokenizerFile(encoderPath)
    let lines = String(decoding: try readTokenizerFile(mergesPath), as: UTF8.self)
      .split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#version") }
    let (vocabulary, byteTokens) = try attributingProblems(to: encoderPath) {
      let spellings = try TokenSpellings.spellings(in: JSONValue(parsing: encoder))
      let endOfText = "<|endoftext|>"
      let special = spellings.firstIndex(of: endOfText).map {
        SpecialToken(endOfText, token: Int32($0))
      }
      let vocabulary = TokenSpellings(
        spellings, specialTokens: special.map { [$0] } ?? [], alphabet: .bytes)
      return (vocabulary, try vocabulary.byteTokens())
    }
    let merges = try attributingProblems(to: mergesPath) {
      try lines.map { line in
        let parts = line.split(separator: " ")
        guard parts.count == 2 else {
          throw TokenizerProblem("the line \(line.debugDescription) is not two tokens")
        }
        return try vocabulary.merge(String(parts[0]), String(parts[1]))
      }
    }
    try self.init(
      tokens: vocabulary.tokens, byteTokens: byteTokens, merges: merges, splitting: .gpt2,
      specialTokens: vocabulary.specialTokens)
  }
}
