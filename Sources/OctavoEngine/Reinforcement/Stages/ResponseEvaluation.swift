extension ProximalPolicyOptimization {
  /// How scores become rewards.
  public struct ScoreSettings: Codable, Hashable, Sendable {
    /// The largest magnitude of a score.
    public var clip: Double?
    /// Whether scores are divided by their deviation over all iterations so far.
    public var areScaled = false
    /// The score, in place of its own, of a response that was cut off before a stop text.
    public var unended: Double?
    /// Over how many of the last tokens that a response may have a penalty grows to −1
    /// (`OverlongPenalty`); nil has none.
    public var overlong: Int?
    /// Whether the token rewards are given variance 1, their mean kept.
    public var whitensRewards = false

    public init() {}

    func check(for rollout: RolloutSettings) throws(TrainingError) {
      guard let overlong else { return }
      try requireSetting(
        "overlong", overlong >= 1 && overlong <= rollout.sampling.maximumTokens,
        "must be 1 to \(rollout.sampling.maximumTokens), the most tokens of a response, but is \(overlong)"
      )
    }
  }

  /// One score for each response.
  struct Evaluation {
    /// As the reward function gives them.
    let scores: [Double]
    let goldScores: [Double]?
    /// As they are learned from.
    let learnedScores: [Double]
  }

  /// Evaluation: the score r(x, y) of each whole response, by the reward function.
  mutating func evaluation(of rollout: Rollout) throws -> Evaluation {
    let batch = rollout.batch
    let scores = try rollout.scores ?? task.reward(batch.prompts, batch.responses)
    let goldScores = try task.gold?(batch.prompts, batch.responses)
    try requireOneEach(scores, batch.count, "reward")
    try requireOneEach(goldScores ?? scores, batch.count, "gold")
    try requireFinite(scores, "the score of a response")
    try requireFinite(goldScores ?? [], "the gold score of a response")
    var learned = scores
    if let unendedScore = settings.scores.unended {
      for row in learned.indices where !rollout.isEnded[row] { learned[row] = unendedScore }
    }
    if let overlong = settings.scores.overlong {
      let penalty = OverlongPenalty(
        maximum: settings.rollout.sampling.maximumTokens, soft: overlong)
      for row in learned.indices { learned[row] += penalty(batch.responses[row].count) }
    }
    if settings.scores.areScaled {
      scoreMoments.add(learned)
      let deviation = scoreMoments.deviation(.unbiased)
      if deviation > 0 { learned = learned.map { $0 / deviation } }
    }
    return Evaluation(scores: scores, goldScores: goldScores, learnedScores: learned)
  }

  func requireOneEach(_ scores: [Double], _ responses: Int, _ name: String) throws {
    if scores.count != responses {
      throw TrainingError.setting(name, "gave \(scores.count) scores for \(responses) responses")
    }
  }
}
