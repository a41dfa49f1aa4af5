/// Kahneman–Tversky optimization (Ethayarajh et al. 2024): a policy is learned from responses that
/// are desirable or not, without comparisons. Ranked responses are labeled by their place in the
/// ranking (`RankedResponses.labeled`).
///
/// What policy and reference drop is as in `DirectPreferenceOptimization`.
package struct KahnemanTverskyOptimization: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    package var recipe: TrainingRecipe
    package var loss: KahnemanTverskyLoss

    package init(
      recipe: TrainingRecipe = TrainingRecipe(), loss: KahnemanTverskyLoss = KahnemanTverskyLoss()
    ) {
      self.recipe = recipe
      self.loss = loss
    }
  }

  package let settings: Settings
  /// The reference point of each iteration; its archived state.
  package private(set) var state = ReferencePoints()
  /// The policy as it began, or the base beneath its adapter.
  package private(set) var reference: GPT
  package let responses: [LabeledResponse]
  private let context: Int
  private let isReferenceArchived: Bool
  private let validation: [RankedResponses]

  /// - Parameter preferences: ranked responses; those for validation are evaluated by the order that
  ///   the implied reward gives them.
  package init(
    _ policy: TunableModel, _ preferences: TrainingExamples<[RankedResponses]>, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    try requireSetting("batch", atLeast: 2, settings.recipe.batch)
    try preferences.check(for: policy.configuration)
    self.settings = settings
    reference = policy.base
    context = policy.configuration.context
    isReferenceArchived = policy.adapter == nil
    responses = preferences.training.flatMap(\.labeled)
    validation = preferences.validation
  }

  package var recipe: TrainingRecipe { settings.recipe }

  package var checksum: UInt64 {
    responses.flatMap { [$0.prompt, $0.response, [$0.isDesirable ? 1 : 0]] }.checksum
      ^ validation.flatMap { [$0.prompt] + $0.responses }.checksum
  }

  package func batches(at index: Int, _ stream: RandomStream) -> [[LabeledResponse]] {
    [recipe.rows(of: responses.count, at: index, stream).map { responses[$0] }]
  }

  /// - Returns: with the reference point as what is measured.
  package func pass(
    over examples: [LabeledResponse], _ policy: TunableModel, _ stream: RandomStream,
    on tape: Tape
  ) -> TrainingPass<Double> {
    let dropout = (recipe.dropout ?? .zero).drawn(from: stream)
    let batch = ResponseBatch(
      prompts: examples.map(\.prompt), responses: examples.map(\.response))
    let pass = ResponsePass(batch, policy, reference: reference, dropout: dropout, on: tape)
    let mismatched = ResponsePass(
      examples.mismatched(context: context), policy, reference: reference, dropout: dropout,
      on: nil)
    let point = KahnemanTverskyLoss.referencePoint(mismatched: mismatched.likelihoods)
    let loss = settings.loss(
      pass.likelihoods, areDesirable: examples.map(\.isDesirable), referencePoint: point)
    return TrainingPass(loss: pass.loss(loss), leaves: pass.leaves, measures: point)
  }

  package mutating func update(_ policy: TunableModel, _ measures: [Double]) {
    state.iterations += measures
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

  /// How well the reward that a policy implies, β log π/π_ref, agrees with preferences.
  package func evaluate(
    _ policy: TunableModel, on preferences: [RankedResponses]
  ) -> PreferenceEvaluation {
    DirectPreferenceLoss(coefficient: settings.loss.coefficient).evaluate(
      policy.merged, reference: reference, on: preferences)
  }

  package var archivedTensors: [Tensor] {
    isReferenceArchived ? reference.parameters.tensors : []
  }

  package mutating func restore(
    _ state: ReferencePoints, iterations: Int, from queue: inout TensorQueue
  ) throws {
    self.state = state
    if isReferenceArchived { reference = try GPT(reference.configuration, from: &queue) }
  }
}

/// The reference point of each iteration of a training, in nats.
package struct ReferencePoints: Codable, Sendable {
  package fileprivate(set) var iterations: [Double] = []

  package init() {}

  package func encode(to encoder: any Encoder) throws {
    try PackedRecords(iterations).encode(to: encoder)
  }

  package init(from decoder: any Decoder) throws {
    iterations = try PackedRecords(from: decoder).values
  }
}
