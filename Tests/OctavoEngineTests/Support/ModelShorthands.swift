import OctavoEngine

extension GPT {
  /// The scores of the next token after every position, without a tape: (B, T, V).
  func logits(_ batch: TokenBatch) -> Tensor {
    logits(batch, Weights(parameters)).value
  }
}

extension TokenCorpus {
  /// The first 90 % of the tokens to train on, the rest to validate.
  init(tokens: [Int32], vocabularySize: Int) {
    let split = Int(Double(tokens.count) * 0.9)
    self.init(
      training: Array(tokens[..<split]), validation: Array(tokens[split...]),
      vocabularySize: vocabularySize)
  }
}

extension StopTexts {
  /// Up to and including which of its tokens a text is written; nil if no stop text ends it.
  func end(of tokens: [Int32]) -> Int? {
    var progress = Progress()
    return tokens.firstIndex { token in
      progress = self.progress(progress, after: token)
      return progress.isEnded
    }
  }
}
