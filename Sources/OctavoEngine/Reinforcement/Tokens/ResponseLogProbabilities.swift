extension GPT {
  /// log π(response | prompt) of each response, in nats, summed over its tokens, inserted ones
  /// left out.
  ///
  /// - Parameter temperature: by which the model's scores are divided first; above 0.
  /// - Precondition: there is a response to every prompt, no prompt is empty, and the context holds
  ///   each prompt with its response.
  public func logProbabilities(
    of examples: [PromptResponse], temperature: Double = 1, batch size: Int = 64
  ) -> [Double] {
    let weights = Weights(parameters)
    return stride(from: 0, to: examples.count, by: size).flatMap { first in
      let part = examples[first..<min(examples.count, first + size)]
      let batch = ResponseBatch(Array(part))
      let tokens = logProbabilities(batch, weights, temperature: Float(temperature))
      return batch.spread(tokens).rowSums(batch.mask)
    }
  }
}
