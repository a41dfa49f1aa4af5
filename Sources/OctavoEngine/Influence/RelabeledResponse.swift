/// A response with labels that replace its tokens in the loss. The model reads the response's own
/// tokens.
public struct RelabeledResponse: Hashable, Sendable {
  public let example: PromptResponse
  /// One for each token of the response that was not inserted.
  public let labels: [Int32]

  /// - Parameter labels: the response's own tokens if nil.
  public init(_ example: PromptResponse, labels: [Int32]? = nil) {
    precondition(labels == nil || labels?.count == example.writtenCount)
    self.example = example
    self.labels = labels ?? ResponseBatch([example]).labels
  }
}

extension GPT {
  /// Examples with labels that are drawn from the model, as the Fisher information matrix is
  /// defined; the examples' own labels would give the empirical Fisher matrix (Kunstner et al.
  /// 2019).
  ///
  /// - Parameter rounds: how many times labels are drawn for each example.
  /// - Returns: `rounds` for the first example, then as many for the second, and so on.
  public func drawnLabels(
    of examples: [PromptResponse], rounds: Int, stream: RandomStream
  ) -> [RelabeledResponse] {
    let weights = Weights(parameters)
    let drawn = examples.enumerated().map { index, example in
      let scores = responseLogits(ResponseBatch([example]), weights).value
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
