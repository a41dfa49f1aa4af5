import Foundation

/// Direct preference optimisation (Rafailov et al. 2023), as a value that can be saved between
/// iterations: a policy is learned from preferences without a reward model. Ranked responses count
/// as all their pairs.
///
/// Nothing is dropped unless the recipe says so. Then the reference drops what the policy drops, so
/// that their ratio compares the same thinned networks.
public struct DirectPreferenceOptimization: Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    public var recipe: TrainingRecipe
    public var loss: DirectPreferenceLoss

    public init(
      recipe: TrainingRecipe = TrainingRecipe(),
      loss: DirectPreferenceLoss = DirectPreferenceLoss()
    ) {
      self.recipe = recipe
      self.loss = loss
    }
  }

  public let settings: Settings
  /// The policy as it began, or the base beneath its adapter.
  public let reference: GPT
  private var loop: FineTuningLoop<TunableModel>
  private let pairs: [RankedResponses]
  private let validation: [RankedResponses]

  /// - Parameter validation: preferences held back, whose order the implied reward is compared to.
  /// - Throws: where a preference or a setting does not suit.
  public init(
    policy: TunableModel, preferences: [RankedResponses], validation: [RankedResponses] = [],
    settings: Settings, stream: RandomStream
  ) throws(TrainingError) {
    try settings.recipe.check()
    try preferences.check(for: policy.configuration, "preferences")
    if !validation.isEmpty {
      try validation.check(for: policy.configuration, "held-out preferences")
    }
    self.settings = settings
    self.validation = validation
    reference = policy.adapter == nil ? policy.merged : policy.base
    pairs = preferences.flatMap(\.pairs)
    loop = FineTuningLoop(policy, examples: pairs.count, settings.recipe, stream: stream)
  }

  public var policy: TunableModel { loop.model }
  public var history: [FineTuningIteration] { loop.history }
  public var isFinished: Bool { loop.isFinished }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, leaving everything as it was.
  @discardableResult
  public mutating func advance() throws(TrainingError) -> FineTuningIteration {
    let (pairs, reference, loss) = (pairs, reference, settings.loss)
    let rates = settings.recipe.dropout ?? .zero
    try loop.advance { policy, rows, dropout, tape in
      let pairs = rows.map { pairs[$0] }
      // The chosen responses first, then the rejected ones.
      let batch = ResponseBatch(
        prompts: pairs.map(\.prompt) + pairs.map(\.prompt),
        responses: pairs.map { $0.responses[0] } + pairs.map { $0.responses[1] })
      let (weights, leaves) = policy.weights(on: tape)
      let dropout = rates.drawn(from: dropout)
      let tokens = policy.base.logProbabilities(batch, weights, dropout: dropout)
      let referenceSums = batch.spread(
        reference.logProbabilities(batch, Weights(reference.parameters), dropout: dropout)
      ).rowSums(batch.mask)
      let sums = batch.spread(tokens).rowSums(batch.mask)
      let (chosen, rejected) = (0..<pairs.count, pairs.count..<2 * pairs.count)
      func margin(_ row: Int) -> Double { sums[row] - referenceSums[row] }

      let value = batch.loss(of: tokens) { tokens in
        let sums = tokens.rowSums(batch.mask)
        let result = loss(
          chosen: Array(sums[chosen]), rejected: Array(sums[rejected]),
          referenceChosen: Array(referenceSums[chosen]),
          referenceRejected: Array(referenceSums[rejected]))
        // A response's log-probability is a sum, so each of its tokens has the same gradient.
        return Loss(
          value: result.value,
          gradient: batch.mask.isReal.indices.map { result.gradient[$0 / batch.mask.columns] })
      }
      let right = chosen.count { margin($0) > margin($0 + pairs.count) }
      return .init(
        loss: value, leaves: leaves, accuracy: Double(right) / Double(pairs.count))
    }
    let last = loop.history.count - 1
    if loop.isEvaluated, !validation.isEmpty {
      let evaluation = evaluate(on: validation)
      loop.history[last].validationLoss = evaluation.loss
      loop.history[last].validationAccuracy = evaluation.accuracy
    }
    return loop.history[last]
  }

  /// How well the reward that the policy implies, β log π/π_ref, agrees with preferences. Its loss
  /// is that of the sigmoid form without smoothing, whatever form is trained.
  public func evaluate(on preferences: [RankedResponses]) -> PreferenceEvaluation {
    let examples = preferences.flatMap { preference in
      preference.responses.map { PromptResponse(prompt: preference.prompt, response: $0) }
    }
    let rewards = zip(
      policy.merged.logProbabilities(of: examples), reference.logProbabilities(of: examples)
    ).map { settings.loss.impliedReward($0, reference: $1) }
    return PreferenceEvaluation(scores: rewards, of: preferences)
  }
}

extension DirectPreferenceOptimization {
  private struct State: Codable {
    let loop: FineTuningLoop<TunableModel>.State
    let policy: TunableModel.Description
    let loss: DirectPreferenceLoss
  }

  private static func checksum(
    _ pairs: [RankedResponses], _ validation: [RankedResponses]
  ) -> UInt64 {
    (pairs + validation.flatMap(\.pairs)).flatMap { [$0.prompt] + $0.responses }.checksum
  }

  /// Everything but the preferences, as bytes.
  public func archive() throws -> Data {
    let state = State(
      loop: loop.state(checksum: Self.checksum(pairs, validation)), policy: policy.description,
      loss: settings.loss)
    let kept = policy.adapter == nil ? reference.parameters.tensors : []
    return try Archive.data(
      of: state, policy.archivedTensors + kept + loop.optimizer.moments)
  }

  /// Goes on from where `archive()` was taken.
  ///
  /// - Throws: where the bytes are damaged, or the preferences are others.
  public init(
    archive data: Data, preferences: [RankedResponses], validation: [RankedResponses] = []
  ) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    var queue = TensorQueue(tensors)
    let policy = try queue.take(state.policy)
    reference = policy.adapter == nil ? try queue.take(state.policy.configuration) : policy.base
    pairs = preferences.flatMap(\.pairs)
    self.validation = validation
    loop = try FineTuningLoop(
      state.loop, policy, examples: pairs.count, checksum: Self.checksum(pairs, validation), &queue)
    try queue.finish()
    settings = Settings(recipe: loop.recipe, loss: state.loss)
  }
}
