extension ProximalPolicyOptimization {
  /// How many responses an iteration makes, and how they are sampled.
  public struct RolloutSettings: Codable, Hashable, Sendable {
    /// Prompts of one iteration.
    public var prompts = 64
    /// Responses to each of them, a group.
    public var samplesPerPrompt = 1
    /// How often an iteration samples at most. Above 1, groups whose responses all score the same
    /// are left out, and other prompts are sampled in their place (DAPO's dynamic sampling).
    public var rounds: Int
    /// How responses are sampled. Temperature holds in every pass of the policy and the reference;
    /// anything that rules out tokens makes the log-probabilities those of another distribution
    /// than was sampled from.
    public var sampling = SamplingSettings(maximumTokens: 48)

    public init(for method: PolicyMethod = .ppo) {
      rounds = method.usualRounds
    }

    /// Responses that an iteration learns from.
    public var responses: Int { prompts * samplesPerPrompt }

    var temperature: Float { Float(sampling.temperature) }

    func check(for method: PolicyMethod) throws(TrainingError) {
      try requireSetting("prompts", atLeast: 1, prompts)
      try requireSetting("samplesPerPrompt", atLeast: 1, samplesPerPrompt)
      try requireSetting(
        "samplesPerPrompt", method.hasCritic || samplesPerPrompt > 1,
        "must be at least 2 for \(method.rawValue), which compares responses to one prompt")
      try requireSetting("rounds", atLeast: 1, rounds)
      try requireSetting(
        "rounds", rounds == 1 || samplesPerPrompt > 1,
        "must be 1 where there is one response to a prompt, for it never differs from the others")
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
    /// The scores, where responses were chosen by them.
    let scores: [Double]?
    /// How many responses were sampled, those that were left out included.
    let sampled: Int
    /// The rows of each minibatch of the first epoch.
    let minibatches: [[Int]]
    /// Of the dropout in every pass of this iteration, which a response keeps through all of them.
    let dropout: RandomStream
  }

  /// Rollout: samples responses y ~ π_old(· | x) to the iteration's prompts, in the environment if
  /// there is one.
  func rollout() throws -> Rollout {
    let (groups, sampled) =
      try settings.rollout.rounds == 1
      ? (sampledGroups(round: firstRound), settings.rollout.responses) : differingGroups()
    let samples = groups.flatMap(\.samples)
    return Rollout(
      batch: ResponseBatch(
        prompts: groups.flatMap { group in group.samples.map { _ in group.prompt } },
        responses: samples.map(\.tokens), inserted: samples.map(\.inserted)),
      isEnded: samples.map(\.isStopped),
      scores: settings.rollout.rounds == 1 ? nil : groups.flatMap(\.scores),
      sampled: sampled,
      minibatches: shuffledMinibatches(epoch: 0),
      dropout: stream.derived(for: "dropout", index: history.count))
  }
}
