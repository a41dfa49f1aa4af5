extension BytePairTokenizer {
  /// Reads GPT-2's own files: `encoder.json`, the tokens with their ids, and `vocab.bpe`, the merges
  /// a line each. `vocab.json` and `merges.txt` of Hugging Face's folders are the same two files.
  ///
  /// - Throws: ``TokenizerError/unreadable(file:problem:)``.
  public init(gpt2Encoder encoderPath: String, merges mergesPath: String) throws(TokenizerError) {
    let encoder = try readTokenizerFile(encoderPath)
    let mergesBytes = try readTokenizerFile(mergesPath)
    let (vocabulary, byteTokens) = try attributingProblems(to: encoderPath) {
      let root = try JSONFile.value(in: encoder)
      if root["model"]?.members != nil {
        throw TokenizerProblem("this is a tokenizer.json, which has its merges; leave `merges` out")
      }
      let spellings = try TokenSpellings.spellings(in: root)
      let endOfText = "<|endoftext|>"
      let special = spellings.firstIndex(of: endOfText).map {
        SpecialToken(endOfText, token: Int32($0))
      }
      let vocabulary = try TokenSpellings(
        spellings, specialTokens: special.map { [$0] } ?? [], alphabet: .bytes)
      return (vocabulary, try vocabulary.byteTokens())
    }
    let merges = try attributingProblems(to: mergesPath) {
      let start = Array(mergesBytes.prefix(ForeignContent.length))
      if let foreign = ForeignContent(startingWith: start) {
        throw TokenizerProblem(foreign.description)
      }
      guard let text = String(validating: mergesBytes, as: UTF8.self) else {
        throw TokenizerProblem("this is not UTF-8 text; fetch or save it again")
      }
      return try text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#version") }.map {
        line in
        let parts = line.split(separator: " ")
        guard parts.count == 2 else {
          throw TokenizerProblem(
            "the line \(String(line).quotedForDisplay) is not two tokens, as a file of merges has")
        }
        return try vocabulary.merge(String(parts[0]), String(parts[1]))
      }
    }
    try self.init(
      tokens: vocabulary.tokens, byteTokens: byteTokens, merges: merges, splitting: .gpt2,
      specialTokens: vocabulary.specialTokens)
  }
}
