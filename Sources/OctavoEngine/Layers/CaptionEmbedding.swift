/// Captions as sequences (Devlin et al. 2019): a start token, whose state represents the caption,
/// and then the words; a learned vector is added for each position.
/// (B, 1 + length) tokens → (B, 1 + length, C)
struct CaptionEmbedding {
  private let tokens: Embedding
  private let positions: Embedding

  init(_ source: ParameterSource, vocabulary: CaptionVocabulary, length: Int, width: Int) {
    let start = ParameterShape.Initialization.normal(deviation: 1 / Double(width).squareRoot())
    tokens = Embedding(
      source["tokens"], count: vocabulary.tokenCount, width: width, start: start)
    positions = Embedding(source["positions"], count: 1 + length, width: width, start: start)
  }

  func callAsFunction(_ captions: TokenBatch) -> Variable {
    let shape = [captions.rows, captions.columns]
    let places = captions.positions.map(Int32.init)
    return tokens(captions.tokens, shape: shape) + positions(places, shape: shape)
  }

  /// The scores of every token: (…, C) → (…, tokens).
  func scores(_ x: Variable) -> Variable { tokens.scores(x) }
}

extension CaptionVocabulary {
  /// The token that replaces a masked word.
  var mask: Int32 { Int32(words.count) + 1 }
  /// The token that begins every caption.
  var start: Int32 { Int32(words.count) + 2 }
  /// How many tokens there are: the filling, the words, the mask and the start.
  var tokenCount: Int { words.count + 3 }

  /// Captions that begin with the start token and are filled up to one length: (B, 1 + length).
  ///
  /// - Precondition: no caption has more than `length` words.
  func started(_ captions: [[Int32]], length: Int) -> TokenBatch {
    precondition(captions.allSatisfy { $0.count <= length })
    return TokenBatch(
      rows: captions.count, columns: 1 + length,
      tokens: captions.flatMap { caption in
        [start] + caption + Array(repeating: Self.filling, count: length - caption.count)
      })
  }
}
