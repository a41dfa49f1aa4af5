extension ProximalPolicyOptimization {
  /// How the policy is held close to its reference.
  public struct PenaltySettings: Codable, Hashable, Sendable {
    /// β and how it changes.
    public var control = KLControl.fixed(0.05)
    public var estimator = KLEstimator.k1

    public init() {}

    func check() throws(TrainingError) {
      try requireSetting(
        "klControl", control.initialCoefficient >= 0 && control.hasGoal,
        "needs a coefficient that is not negative, and a positive target, horizon and gain")
    }
  }

  /// KL penalty: the reward of every token, −β (log π_old − log π_ref), plus the response's score at
  /// its last token (B, R). Group-relative methods have the penalty in their loss.
  func klPenalty(_ rollout: Rollout, _ evaluation: Evaluation, _ old: OldSample) -> TokenValues {
    let rewards = TokenRewards(
      coefficient: settings.method.isGroupRelative ? 0 : klCoefficient,
      estimator: settings.penalty.estimator, scoreClip: settings.scores.clip)
    let mask = rollout.batch.mask
    let result = rewards(
      old.unmasked, reference: old.reference, scores: evaluation.learnedScores, mask: mask)
    return settings.scores.whitensRewards
      ? result.whitened(mask, settings.advantages.variance, keepingMean: true) : result
  }
}
