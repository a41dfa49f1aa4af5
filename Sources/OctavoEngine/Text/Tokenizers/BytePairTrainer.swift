/// Learns a byte pair encoding from texts: the pair of tokens that is most frequent becomes one
/// token, again and again (Sennrich et al. 2016, algorithm 1).
///
/// Of equally frequent pairs the one of smaller token ids is merged, and tokens are numbered special
/// tokens first, then the alphabet, then merges, as Hugging Face's `tokenizers` does it, so that the
/// two learn the same merges from the same texts.
public struct BytePairTrainer: Hashable, Sendable {
  public let vocabularySize: Int
  public let splitting: SplitPattern
  public let alphabet: BytePairTokenizer.Alphabet
  public let specialTokens: [String]
  /// A pair less frequent is not merged, a character less frequent gets no token of its own; at
  /// least 1.
  public let minimumFrequency: Int

  public init(
    vocabularySize: Int, splitting: SplitPattern = .gpt2,
    alphabet: BytePairTokenizer.Alphabet = .bytes, specialTokens: [String] = [],
    minimumFrequency: Int = 1
  ) {
    self.vocabularySize = vocabularySize
    self.splitting = splitting
    self.alphabet = alphabet
    self.specialTokens = specialTokens
    self.minimumFrequency = max(1, minimumFrequency)
  }

  /// The vocabulary is smaller than asked when the texts have no more pairs to merge.
  ///
  /// - Parameter progress: is told how many tokens there are, again and again; may throw to stop.
  /// - Throws: ``TokenizerError/vocabularyTooSmall(asked:minimum:)``, or what `progress` throws.
  public func train(
    on texts: some Sequence<String>, progress: (_ tokens: Int) throws -> Void = { _ in }
  ) throws -> BytePairTokenizer {
    let pieces = PieceCounts(of: texts, splitBy: splitting)
    var vocabulary =
      switch alphabet {
      case .bytes: GrowingVocabulary(bytesAfter: specialTokens)
      case .characters:
        GrowingVocabulary(
          bytesAfter: specialTokens, characters: pieces.scalars(atLeast: minimumFrequency))
      }
    guard vocabulary.tokens.count <= vocabularySize else {
      throw TokenizerError.vocabularyTooSmall(
        asked: vocabularySize, minimum: vocabulary.tokens.count)
    }
    var learner = MergeLearner(words: pieces.words(of: vocabulary, alphabet: alphabet))
    var merges: [BytePairTokenizer.Merge] = []
    while vocabulary.tokens.count < vocabularySize,
      let pair = learner.nextPair(atLeast: minimumFrequency)
    {
      try progress(vocabulary.tokens.count)
      let merge = vocabulary.merge(pair.left, pair.right)
      merges.append(merge)
      learner.apply(merge, at: pair.words)
    }
    return try BytePairTokenizer(
      tokens: vocabulary.tokens, byteTokens: vocabulary.byteTokens, merges: merges,
      alphabet: alphabet, splitting: splitting, specialTokens: vocabulary.specialTokens)
  }
}
