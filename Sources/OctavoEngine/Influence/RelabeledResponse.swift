/// A response whose loss is that of other tokens: after the prompt and the tokens of the response
/// before it, each place has a label of its own.
public struct RelabeledResponse: Hashable, Sendable {
  public let example: PromptResponse
  /// One for each token of the response.
  public let labels: [Int32]

  /// - Parameter labels: the response itself if nil.
  public init(_ example: PromptResponse, labels: [Int32]? = nil) {
    precondition(labels == nil || labels?.count == example.response.count)
    self.example = example
    self.labels = labels ?? example.response
  }
}

extension GPT {
  /// Examples with labels that are drawn from the model, as the Fisher information matrix wants them;
  /// with those of the data it would be the empirical one (Kunstner et al. 2019).
  ///
  /// - Parameter rounds: how often labels are drawn for every example.
  public func drawnLabels(
    of examples: [PromptResponse], rounds: Int, stream: RandomStream
  ) -> [RelabeledResponse] {
    let weights = Weights(parameters)
    let drawn = examples.enumerated().map { index, example in
      let batch = ResponseBatch(prompts: [example.prompt], responses: [example.response])
      let scores = responseLogits(batch, weights).value
      let columns = scores.columns
      let values = scores.values
      let distributions = (0..<scores.rows).map { row in
        TokenDistribution(
          logits: values[row * columns..<(row + 1) * columns], SamplingSettings())
      }
      return (0..<rounds).map { round in
        var stream = stream.derived(for: "labels", index: round * examples.count + index)
        return RelabeledResponse(
          example, labels: distributions.map { $0.token(at: stream.uniform()) })
      }
    }
    return drawn.flatMap { $0 }
  }
}
