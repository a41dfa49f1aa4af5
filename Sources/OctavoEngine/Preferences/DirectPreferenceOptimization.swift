/// Direct preference optimization (Rafailov et al. 2023): a policy is learned from preferences without
/// a reward model. Ranked responses count as all their pairs.
///
/// Nothing is dropped unless the recipe says so. Then the reference drops what the policy drops, so
/// that their ratio compares the same thinned networks.
package struct DirectPreferenceOptimization: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    package var loss: DirectPreferenceLoss

    package init(
      recipe: TrainingRecipe = TrainingRecipe(),
      loss: DirectPreferenceLoss = DirectPreferenceLoss()
    ) {
      self.recipe = recipe
      self.loss = loss
    }
  }

  package let settings: Settings
  /// The policy as it began, or the base beneath its adapter.
  package private(set) var reference: GPT
  private let isReferenceArchived: Bool
  private let pairs: [RankedResponses]
  private let validation: [RankedResponses]

  /// - Parameter preferences: ranked responses; those for validation are evaluated by the order that
  ///   the implied reward gives them.
  package init(
    _ policy: TunableModel, _ preferences: TrainingExamples<[RankedResponses]>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try preferences.check(for: policy.configuration)
    self.settings = settings
    reference = policy.base
    isReferenceArchived = policy.adapter == nil
    pairs = preferences.training.flatMap(\.pairs)
    validation = preferences.validation
  }

  package var recipe: TrainingRecipe { settings.recipe }

  package var checksum: UInt64 {
    (pairs + validation.flatMap(\.pairs)).flatMap { [$0.prompt] + $0.responses }.checksum
  }

  package func batches(at index: Int, _ stream: RandomStream) -> [[RankedResponses]] {
    [recipe.rows(of: pairs.count, at: index, stream).map { pairs[$0] }]
  }

  package func pass(
    over pairs: [RankedResponses], _ policy: TunableModel, _ stream: RandomStream, on tape: Tape
  ) -> TrainingPass<Void> {
    // The chosen responses first, then the rejected ones.
    let batch = ResponseBatch(
      prompts: pairs.map(\.prompt) + pairs.map(\.prompt),
      responses: pairs.map { $0.responses[0] } + pairs.map { $0.responses[1] })
    let pass = policy.pass(on: tape)
    let dropout = (recipe.dropout ?? .zero).drawn(from: stream)
    let tokens = pass.model.logProbabilities(batch, pass.weights, dropout: dropout)
    let referenceSums = batch.spread(
      reference.logProbabilities(batch, Weights(reference.parameters), dropout: dropout)
    ).rowSums(batch.mask)
    let sums = batch.spread(tokens).rowSums(batch.mask)
    let (chosen, rejected) = (0..<pairs.count, pairs.count..<2 * pairs.count)
    func margin(_ row: Int) -> Double { sums[row] - referenceSums[row] }

    let value = batch.loss(of: tokens) { tokens in
      let sums = tokens.rowSums(batch.mask)
      let result = settings.loss(
        chosen: Array(sums[chosen]), rejected: Array(sums[rejected]),
        referenceChosen: Array(referenceSums[chosen]),
        referenceRejected: Array(referenceSums[rejected]))
      // A response's log-probability is a sum, so each of its tokens has the same gradient.
      return Loss(
        value: result.value,
        gradient: batch.mask.isReal.indices.map { result.gradient[$0 / batch.mask.columns] })
    }
    let right = chosen.count { margin($0) > margin($0 + pairs.count) }
    return TrainingPass(
      loss: value, leaves: pass.leaves, accuracy: Double(right) / Double(pairs.count))
  }

  package func validation(
    of policy: TunableModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    validation.isEmpty ? nil : TrainingValidation(evaluate(policy, on: validation))
  }

  /// Nil: all rewards that a policy implies are zero before it learns.
  package func initialValidation(
    of policy: TunableModel, _ stream: RandomStream
  ) -> TrainingValidation? { nil }

  /// How well the reward that a policy implies, β log π/π_ref, agrees with preferences. Its loss is
  /// that of the sigmoid form without smoothing, whatever form is trained.
  package func evaluate(
    _ policy: TunableModel, on preferences: [RankedResponses]
  ) -> PreferenceEvaluation {
    let examples = preferences.flatMap { preference in
      preference.responses.map { PromptResponse(prompt: preference.prompt, response: $0) }
    }
    let rewards = zip(
      policy.merged.logProbabilities(of: examples), reference.logProbabilities(of: examples)
    ).map { settings.loss.impliedReward($0, reference: $1) }
    return PreferenceEvaluation(scores: rewards, of: preferences)
  }

  package var archivedTensors: [Tensor] {
    isReferenceArchived ? reference.parameters.tensors : []
  }

  package mutating func restore(
    _ state: NoObjectiveState, iterations: Int, from queue: inout TensorQueue
  ) throws {
    if isReferenceArchived { reference = try GPT(reference.configuration, from: &queue) }
  }
}
