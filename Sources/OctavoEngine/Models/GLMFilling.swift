/// What a trained model predicts. The results for a blank do not depend on the others beside it.
extension GLM {
  /// The log-probability of a span, in nats.
  public struct SpanLogProbability: Hashable, Sendable {
    /// Of its tokens, summed.
    public let tokens: Double
    /// Of the end mark after them.
    public let end: Double
  }

  /// What a model writes into a blank.
  public struct Filling: Hashable, Sendable {
    public var tokens: [Int32] = []
    /// Whether the model has ended the span.
    public var isEnded = false
  }

  /// The log-probability of each blank's span.
  ///
  /// - Precondition: no blank has a `problem`.
  public func logProbabilities(of blanks: [FilledBlank]) -> [SpanLogProbability] {
    let texts = blanks.map {
      BlankedText(prefix: $0.prefix, span: $0.span, suffix: $0.suffix, configuration.marks)
    }
    let all = logits(texts, Weights(parameters)).logProbabilities(of: texts.flatMap(\.targets))
      .value.values.map(Double.init)
    var start = 0
    return texts.map { text in
      let span = all[start..<start + text.targets.count]
      start = span.endIndex
      return SpanLogProbability(
        tokens: span.dropLast().reduce(0, +), end: span.last ?? 0)
    }
  }

  /// Fills blanks by greedy decoding: writes the most likely token of the text until the end mark is
  /// more likely. The spans of the blanks are not read.
  ///
  /// - Parameter most: the most tokens to write; fewer where the context is full.
  /// - Precondition: each prefix and suffix together fit into the context.
  public func filled(_ blanks: [FilledBlank], most: Int) -> [Filling] {
    let weights = Weights(parameters)
    let marks = configuration.marks
    var fillings = blanks.map { _ in Filling() }
    while true {
      let open = blanks.indices.filter { row in
        let known = blanks[row].prefix.count + blanks[row].suffix.count
        let room = min(most, configuration.context - known)
        return !fillings[row].isEnded && fillings[row].tokens.count < room
      }
      if open.isEmpty { return fillings }
      let texts = open.map { row in
        BlankedText(
          prefix: blanks[row].prefix, span: fillings[row].tokens, suffix: blanks[row].suffix,
          marks)
      }
      let scores = logits(texts, weights).value
      var last = -1
      for (row, text) in zip(open, texts) {
        last += text.targets.count
        if let token = choice(scores, row: last) {
          fillings[row].tokens.append(token)
        } else {
          fillings[row].isEnded = true
        }
      }
    }
  }

  /// The most likely token of the text, or nil where none is more likely than the end mark.
  private func choice(_ scores: Tensor, row: Int) -> Int32? {
    let first = row * scores.columns
    var best = Int(configuration.marks.end)
    for token in 0..<configuration.vocabularySize where scores[first + token] > scores[first + best]
    {
      best = token
    }
    return best == Int(configuration.marks.end) ? nil : Int32(best)
  }
}
