/// Direct preference optimization (Rafailov et al. 2023) and the methods that followed it with other
/// losses on pairs: a policy is learned from preferences without a reward model. Ranked responses
/// count as all their pairs.
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
  /// The policy as it began, or the base beneath its adapter; nil for losses without a reference.
  package private(set) var reference: GPT?
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
    reference = settings.loss.form.hasReference ? policy.base : nil
    isReferenceArchived = policy.adapter == nil && settings.loss.form.hasReference
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
    let pass = ResponsePass(
      batch, policy, reference: reference,
      dropout: (recipe.dropout ?? .zero).drawn(from: stream), on: tape)
    let comparisons = pairs.indices.map { Comparison(better: $0, worse: $0 + pairs.count) }
    return TrainingPass(
      loss: pass.loss(settings.loss(pass.likelihoods, comparing: comparisons)),
      leaves: pass.leaves,
      accuracy: settings.loss.accuracy(pass.likelihoods, comparing: comparisons))
  }

  package func validation(
    of policy: TunableModel, _ stream: RandomStream
  ) -> TrainingValidation? {
    validation.isEmpty ? nil : TrainingValidation(evaluate(policy, on: validation))
  }

  /// Nil with a reference: all rewards that a policy implies are zero before it learns.
  package func initialValidation(
    of policy: TunableModel, _ stream: RandomStream
  ) -> TrainingValidation? { reference == nil ? validation(of: policy, stream) : nil }

  /// How well the reward that a policy implies agrees with preferences.
  package func evaluate(
    _ policy: TunableModel, on preferences: [RankedResponses]
  ) -> PreferenceEvaluation {
    settings.loss.evaluate(policy.merged, reference: reference, on: preferences)
  }

  package var archivedTensors: [Tensor] {
    isReferenceArchived ? reference?.parameters.tensors ?? [] : []
  }

  package mutating func restore(
    _ state: NoObjectiveState, iterations: Int, from queue: inout TensorQueue
  ) throws {
    guard isReferenceArchived, let configuration = reference?.configuration else { return }
    reference = try GPT(configuration, from: &queue)
  }
}
