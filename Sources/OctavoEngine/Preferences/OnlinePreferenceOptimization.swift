/// Online direct preference optimization (Guo et al. 2024): in every iteration the policy responds
/// to prompts, a reward ranks its responses to each, and the policy learns from the comparisons as
/// offline, against the policy as it began. Equal scores are ties, which are left out.
///
/// Dropout is as in `DirectPreferenceOptimization`; sampling never drops anything.
package struct OnlinePreferenceOptimization: TrainingObjective {
  package struct Settings: Codable, Hashable, Sendable {
    /// Its batch counts prompts.
    package var recipe: TrainingRecipe
    package var loss: DirectPreferenceLoss
    /// The number of responses to each prompt.
    package var responses = 2
    package var sampling: SamplingSettings
    /// The score that a response gets, in place of its own, where it was cut off before a stop
    /// text.
    package var unended: Double?

    package init(
      recipe: TrainingRecipe = TrainingRecipe(),
      loss: DirectPreferenceLoss = DirectPreferenceLoss(),
      sampling: SamplingSettings = SamplingSettings(maximumTokens: 48)
    ) {
      self.recipe = recipe
      self.loss = loss
      self.sampling = sampling
    }
  }

  package let settings: Settings
  /// Statistics of each iteration's responses; its archived state.
  package private(set) var state = SampledHistory()
  /// The policy as it began, or the base beneath its adapter.
  package private(set) var reference: GPT
  private let isReferenceArchived: Bool
  private let task: ProximalPolicyOptimization.Task

  /// - Parameter task: the prompts, and the reward that ranks the responses.
  package init(
    _ policy: TunableModel, _ task: ProximalPolicyOptimization.Task, _ settings: Settings
  ) throws(TrainingError) {
    try settings.recipe.check()
    // The same conditions hold as for RLOO, which also compares the responses to a prompt.
    var rollouts = ProximalPolicyOptimization.Settings(method: .rloo)
    rollouts.rollout.prompts = settings.recipe.batch
    rollouts.rollout.samplesPerPrompt = settings.responses
    rollouts.rollout.sampling = settings.sampling
    try rollouts.rollout.check(for: .rloo)
    try task.check(for: policy.configuration, rollouts)
    self.settings = settings
    self.task = task
    reference = policy.base
    isReferenceArchived = policy.adapter == nil
  }

  package var recipe: TrainingRecipe { settings.recipe }

  package var checksum: UInt64 { task.prompts.checksum }

  package func batches(at index: Int, _ stream: RandomStream) -> [[[Int32]]] {
    [recipe.rows(of: task.prompts.count, at: index, stream).map { task.prompts[$0] }]
  }

  package func pass(
    over prompts: [[Int32]], _ policy: TunableModel, _ stream: RandomStream, on tape: Tape
  ) throws(TrainingError) -> TrainingPass<SampledMeasures> {
    let sampled = try SampledResponses(of: policy, to: prompts, task, settings, stream)
    let comparisons = sampled.comparisons(perPrompt: settings.responses)
    let pass = ResponsePass(
      sampled.batch, policy, reference: reference,
      dropout: (recipe.dropout ?? .zero).drawn(from: stream), on: tape)
    let loss = settings.loss(pass.likelihoods, comparing: comparisons)
    return TrainingPass(
      loss: pass.loss(loss), leaves: pass.leaves,
      accuracy: comparisons.isEmpty
        ? nil : settings.loss.accuracy(pass.likelihoods, comparing: comparisons),
      measures: SampledMeasures(sampled, pass.likelihoods, comparisons: comparisons.count))
  }

  package mutating func update(_ policy: TunableModel, _ measures: [SampledMeasures]) {
    state.iterations += measures
  }

  package func validation(of policy: TunableModel, _ stream: RandomStream) -> TrainingValidation? {
    nil
  }

  package var archivedTensors: [Tensor] {
    isReferenceArchived ? reference.parameters.tensors : []
  }

  package mutating func restore(
    _ state: SampledHistory, iterations: Int, from queue: inout TensorQueue
  ) throws {
    self.state = state
    if isReferenceArchived { reference = try GPT(reference.configuration, from: &queue) }
  }
}
