extension GPT {
  /// The logarithm of the probability of every token but the first given those before it in its
  /// window, in nats. The text is cut into windows of the context's length that meet without
  /// overlapping.
  ///
  /// - Parameter routing: takes in which experts the tokens went to.
  /// - Throws: `TrainingError` where the text is shorter than two tokens or has one the model does
  ///   not know.
  public func logProbabilities(
    of tokens: [Int32], batch: Int = 16, routing: Routing? = nil
  ) throws(TrainingError) -> [Double] {
    guard tokens.count > 1 else {
      throw .corpusTooShort(part: "evaluated", tokens: tokens.count, context: 1)
    }
    if let token = tokens.first(where: { $0 < 0 || $0 >= configuration.vocabularySize }) {
      throw .unknownToken(token, vocabularySize: configuration.vocabularySize)
    }
    let weights = Weights(parameters)
    var result: [Double] = []
    result.reserveCapacity(tokens.count - 1)
    let predictions = tokens.count - 1
    var start = 0
    while start < predictions {
      let columns = min(configuration.context, predictions - start)
      let rows = max(1, min(batch, (predictions - start) / columns))
      let end = start + rows * columns
      let inputs = TokenBatch(rows: rows, columns: columns, tokens: Array(tokens[start..<end]))
      let logits = logits(inputs, weights, routing: routing)
      let targets = Array(tokens[start + 1...end])
      result += logits.logProbabilities(of: targets).value.values.map(Double.init)
      start = end
    }
    return result
  }
}
