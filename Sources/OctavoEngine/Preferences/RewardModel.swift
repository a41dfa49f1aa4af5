/// A transformer that scores a response by a number at its last token (Ouyang et al. 2022, section
/// 3.5).
public struct RewardModel: Sendable {
  public package(set) var network: ScalarModel
  public internal(set) var normalization = RewardNormalization.identity

  /// - Parameters:
  ///   - trunk: a language model, usually fine-tuned, whose own head is not used.
  ///   - stream: that of initialization. The head starts as N(0, 1/(C + 1)).
  public init(trunk: GPT, stream: RandomStream) {
    network = ScalarModel(
      trunk: trunk,
      head: ScalarHead(
        width: trunk.configuration.width, .normal(stream.derived(for: "reward head"))))
  }

  init(network: ScalarModel, normalization: RewardNormalization) {
    self.network = network
    self.normalization = normalization
  }

  public var configuration: GPT.Configuration { network.trunk.configuration }

  /// The normalized scores of responses.
  ///
  /// - Precondition: prompt and response fit the context, and are not both empty.
  public func scores(prompts: [[Int32]], responses: [[Int32]], batch: Int = 64) -> [Double] {
    let weights = network.weights()
    return stride(from: 0, to: prompts.count, by: batch).flatMap { first in
      let rows = first..<min(prompts.count, first + batch)
      let raw = rawScores(
        zip(prompts[rows], responses[rows]).map { $0 + $1 }, weights, dropout: nil)
      return raw.value.values.map { normalization(Double($0)) }
    }
  }

  /// The model as a reward function, which throws `ExampleProblem` at a response it cannot read.
  public var scorer: Scorer {
    { prompts, responses in
      for (prompt, response) in zip(prompts, responses) {
        let example = PromptResponse(prompt: prompt, response: response)
        if let problem = example.problem(for: configuration) { throw problem }
      }
      return scores(prompts: prompts, responses: responses)
    }
  }

  /// The same model with its scores shifted to mean 0 on reference responses, such as people's own,
  /// and scaled to the given deviation there if one is given.
  public func normalized(
    prompts: [[Int32]], responses: [[Int32]], deviation: Double? = nil
  ) -> RewardModel {
    var model = self
    model.normalization = .identity
    let scores = model.scores(prompts: prompts, responses: responses)
    model.normalization = RewardNormalization(of: scores, mean: 0, deviation: deviation)
    return model
  }

  /// One number a sequence, at its last token, before normalization.
  package func rawScores(
    _ sequences: [[Int32]], _ weights: (trunk: Weights, head: Weights), dropout: NetworkDropout?
  ) -> Variable {
    let columns = sequences.map(\.count).max() ?? 0
    let batch = TokenBatch(
      rows: sequences.count, columns: columns,
      tokens: sequences.flatMap { $0 + Array(repeating: 0, count: columns - $0.count) })
    let last = sequences.enumerated().map { Int32($0 * columns + $1.count - 1) }
    return network.outputs(batch, at: last, weights, dropout: dropout)
  }
}

extension RewardModel: Trainable {
  package var tensors: [Tensor] { network.tensors }
  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) { network.withTensors(body) }
}

extension RewardModel: ArchivedModel {
  package struct Description: Codable {
    let trunk: GPT.Configuration
    let normalization: RewardNormalization
  }

  package var description: Description {
    Description(trunk: configuration, normalization: normalization)
  }

  package init(_ description: Description, from queue: inout TensorQueue) throws {
    self.init(
      network: try ScalarModel(trunk: description.trunk, from: &queue),
      normalization: description.normalization)
  }
}
