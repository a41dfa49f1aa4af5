extension ProximalPolicyOptimization {
  /// How many responses an iteration makes, and how they are sampled.
  public struct RolloutSettings: Codable, Hashable, Sendable {
    /// Prompts of one iteration.
    public var prompts = 64
    /// Responses to each of them; the group's size for `rloo` and `grpo`.
    public var samplesPerPrompt = 1
    /// How responses are sampled. Temperature holds in every pass of the policy and the reference;
    /// anything that rules out tokens makes the log-probabilities those of another distribution
    /// than was sampled from.
    public var sampling = SamplingSettings(maximumTokens: 48)

    public init() {}

    /// Responses of one iteration.
    public var responses: Int { prompts * samplesPerPrompt }

    var temperature: Float { Float(sampling.temperature) }

    func check(for method: PolicyMethod) throws(TrainingError) {
      try requireSetting("prompts", atLeast: 1, prompts)
      try requireSetting("samplesPerPrompt", atLeast: 1, samplesPerPrompt)
      try requireSetting(
        "samplesPerPrompt", method.hasCritic || samplesPerPrompt > 1,
        "must be at least 2 for \(method.rawValue), which compares responses to one prompt")
      try requireSetting("maximumTokens", atLeast: 1, sampling.maximumTokens)
      try requireSetting(
        "temperature", sampling.temperature > 0,
        "must be positive: a greedy policy does not explore")
      try requireSetting(
        "repetitionPenalty", sampling.repetitionPenalty == 1,
        "must be 1: it would make the policy another one than is learned")
      do { try sampling.check() } catch {
        if case .setting(let name, let message) = error { throw .setting(name, message) }
      }
    }
  }

  /// Responses of the actor.
  struct Rollout {
    let batch: ResponseBatch
    /// Whether each response ended with a stop text.
    let isEnded: [Bool]
    /// The rows of each minibatch of the first epoch.
    let minibatches: [[Int]]
    /// Of the dropout in every pass of this iteration, which a response keeps through all of them.
    let dropout: RandomStream
  }

  /// Rollout: samples responses y ~ π_old(· | x) to the iteration's prompts, in the environment if
  /// there is one.
  func rollout() throws -> Rollout {
    let index = history.count
    let settings = settings.rollout
    let prompts = ShuffledEpochs(count: task.prompts.count, stream: stream.derived(for: "prompts"))
      .batch(index, size: settings.prompts)
      .flatMap { Array(repeating: task.prompts[$0], count: settings.samplesPerPrompt) }
    let samples = try actor.merged.sample(
      prompts: prompts, settings: settings.sampling,
      environments: task.environment.map { make in prompts.map { _ in make() } } ?? [],
      stream: stream.derived(for: "rollout", index: index))
    return Rollout(
      batch: ResponseBatch(
        prompts: prompts, responses: samples.map(\.tokens), inserted: samples.map(\.inserted)),
      isEnded: samples.map(\.isStopped),
      minibatches: shuffledMinibatches(epoch: 0),
      dropout: stream.derived(for: "dropout", index: index))
  }
}
