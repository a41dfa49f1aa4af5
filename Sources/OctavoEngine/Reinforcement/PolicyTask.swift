extension ProximalPolicyOptimization {
  /// What a policy is asked and how it is rewarded: all that is not saved with the training.
  public struct Task: Sendable {
    public var prompts: [[Int32]]
    public var reward: Scorer
    /// Measured, never learned from.
    public var gold: Scorer?
    /// Text whose loss is mixed in (PPO-ptx).
    public var pretraining: TokenCorpus?
    /// Makes what a policy acts in, a new one for each response; nil where responses are texts alone.
    public var environment: (@Sendable () -> any SamplingEnvironment)?

    public init(
      prompts: [[Int32]], reward: @escaping Scorer, gold: Scorer? = nil,
      pretraining: TokenCorpus? = nil, environment: (@Sendable () -> any SamplingEnvironment)? = nil
    ) {
      self.prompts = prompts
      self.reward = reward
      self.gold = gold
      self.pretraining = pretraining
      self.environment = environment
    }
  }
}

extension ProximalPolicyOptimization.Task {
  /// Whether these prompts can be asked of such a model.
  func check(
    for model: GPT.Configuration, _ settings: ProximalPolicyOptimization.Settings
  ) throws(TrainingError) {
    guard !prompts.isEmpty else { throw .setting("prompts", "are none") }
    for (index, prompt) in prompts.enumerated() {
      if prompt.isEmpty { throw .setting("prompts", "include an empty one, number \(index + 1)") }
      let length = prompt.count + settings.rollout.sampling.maximumTokens
      if length > model.context {
        throw .setting(
          "prompts",
          "include number \(index + 1), which with a response of \(settings.rollout.sampling.maximumTokens) tokens has \(length), more than the context of \(model.context)"
        )
      }
      if let token = prompt.first(where: { $0 < 0 || $0 >= model.vocabularySize }) {
        throw .unknownToken(token, vocabularySize: model.vocabularySize)
      }
    }
    if settings.pretraining.coefficient > 0 { try pretraining?.check(for: model) }
  }
}

extension GPT.Configuration {
  /// Whether such a network can value what an actor reads.
  func check(asCriticOf actor: GPT.Configuration) throws(TrainingError) {
    if vocabularySize < actor.vocabularySize || context < actor.context {
      throw .setting(
        "criticTrunk",
        "reads \(context) tokens of \(vocabularySize), fewer than the actor's \(actor.context) of \(actor.vocabularySize)"
      )
    }
  }
}
