/// All sequences of one length over few symbols: a space of responses so small that a policy's
/// distribution over it, and with it every expectation, divergence and optimum, is an exact sum.
public struct SequenceSpace: Hashable, Sendable {
  /// How many tokens there are, 0 and up.
  public let symbols: Int
  /// How many tokens a response has.
  public let length: Int

  /// - Precondition: there are no more than a million sequences.
  public init(symbols: Int, length: Int) {
    precondition(symbols > 0 && length > 0)
    self.symbols = symbols
    self.length = length
    precondition(count <= 1_000_000)
  }

  /// symbols ^ length
  public var count: Int { (0..<length).reduce(1) { product, _ in product * symbols } }

  /// In lexicographic order.
  public var sequences: [[Int32]] {
    (0..<count).map { index in
      var rest = index
      let digits = (0..<length).map { _ in
        defer { rest /= symbols }
        return Int32(rest % symbols)
      }
      return digits.reversed()
    }
  }

  /// The probability of each of the sequences as a model's response to a prompt.
  ///
  /// - Precondition: the model's vocabulary is the symbols, and its context holds prompt and
  ///   response.
  public func distribution(
    of model: GPT, prompt: [Int32], temperature: Double = 1,
    progress: (_ done: Int) throws -> Void
  ) rethrows -> Categorical {
    precondition(model.configuration.vocabularySize == symbols)
    let weights = Weights(model.parameters)
    let sequences = sequences
    var logProbabilities: [Double] = []
    for start in stride(from: 0, to: count, by: 512) {
      try progress(start)
      let responses = Array(sequences[start..<min(count, start + 512)])
      let batch = ResponseBatch(prompts: responses.map { _ in prompt }, responses: responses)
      let tokens = model.logProbabilities(batch, weights, temperature: Float(temperature))
      logProbabilities += batch.spread(tokens).rowSums(batch.mask)
    }
    return Categorical(logits: logProbabilities)
  }
}
