extension ProximalPolicyOptimization {
  /// How a policy is trained: the settings of each stage, which stand with the stage.
  public struct Settings: Codable, Hashable, Sendable {
    public var method: PolicyMethod
    public var iterations = 100
    public var critic = CriticKind.separate
    public var rollout: RolloutSettings
    public var scores = ScoreSettings()
    public var penalty = PenaltySettings()
    public var advantages: AdvantageSettings
    public var loss: LossSettings
    /// Which tokens NLPO's policy may choose.
    public var policyMask = PolicyMaskSettings()
    public var pretraining = PretrainingSettings()
    public var optimization: OptimizationSettings
    public var recording = RecordingSettings()

    /// The method's usual settings.
    public init(method: PolicyMethod = .ppo) {
      self.method = method
      rollout = RolloutSettings(for: method)
      advantages = AdvantageSettings(for: method)
      loss = LossSettings(for: method)
      optimization = OptimizationSettings(for: method)
    }

    /// - Throws: `TrainingError.setting` with the first setting that is out of range.
    func check() throws(TrainingError) {
      try requireSetting("iterations", atLeast: 1, iterations)
      try rollout.check(for: method)
      try penalty.check()
      try scores.check(for: rollout)
      try loss.check()
      try policyMask.check()
      try pretraining.check()
      try optimization.check(for: method, responses: rollout.responses)
      try recording.check()
    }
  }
}

/// Reports a setting that is out of range.
func requireSetting(
  _ name: String, _ isInRange: Bool, _ message: @autoclosure () -> String
) throws(TrainingError) {
  if !isInRange { throw .setting(name, message()) }
}

func requireSetting(
  _ name: String, atLeast smallest: Int, _ value: Int
) throws(TrainingError) {
  try requireSetting(name, value >= smallest, "must be at least \(smallest), but is \(value)")
}
