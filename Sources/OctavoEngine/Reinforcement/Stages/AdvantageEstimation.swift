extension ProximalPolicyOptimization {
  /// How advantages are estimated.
  public struct AdvantageSettings: Codable, Hashable, Sendable {
    public var estimation = GeneralizedAdvantageEstimation()
    /// Whether PPO's advantages are made to have mean 0 and variance 1 over the iteration's real
    /// tokens.
    public var areWhitened = true
    public var variance = Variance.unbiased
    /// What a reward less its group's mean is divided by.
    public var groupScale: GroupScale

    public init(for method: PolicyMethod = .ppo) {
      groupScale = method.usualGroupScale
    }
  }

  /// What the updates aim at, by token, (B, R).
  struct Targets {
    let advantages: TokenValues
    let returns: TokenValues?

    func rows(_ rows: [Int]) -> Targets {
      Targets(advantages: advantages.rows(rows), returns: returns?.rows(rows))
    }
  }

  /// Generalized advantage estimation: the advantage A and the return A + V_old of every token.
  /// Without a critic, a response's advantage is its reward against those of its group.
  func generalizedAdvantageEstimation(
    _ rollout: Rollout, _ old: OldSample, _ rewards: TokenValues
  ) -> Targets {
    let mask = rollout.batch.mask
    guard let values = old.values else {
      return Targets(advantages: groupAdvantages(rewards, mask), returns: nil)
    }
    let settings = settings.advantages
    let estimate = settings.estimation(rewards: rewards, values: values, mask: mask)
    let isWhitened = settings.areWhitened && self.settings.method.hasRatio
    return Targets(
      advantages: isWhitened
        ? estimate.advantages.whitened(mask, settings.variance) : estimate.advantages,
      returns: estimate.returns)
  }

  private func groupAdvantages(_ rewards: TokenValues, _ mask: TokenMask) -> TokenValues {
    let totals = rewards.rowSums(mask)
    let size = settings.rollout.samplesPerPrompt
    let advantages =
      settings.method.isGroupRelative
      ? GroupAdvantages.relative(totals, size: size, scale: settings.advantages.groupScale)
      : stride(from: 0, to: totals.count, by: size).flatMap {
        GroupAdvantages.leaveOneOut(Array(totals[$0..<$0 + size]))
      }
    return TokenValues(
      rows: mask.rows, columns: mask.columns,
      values: advantages.flatMap { Array(repeating: $0, count: mask.columns) })
  }
}
