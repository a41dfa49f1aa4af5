import Foundation

/// Losses whose gradient is that of the expected reward, without a ratio to an older policy.
public enum PolicyGradient {
  /// −mean(A log π) over the real tokens: the actor's loss of advantage actor-critic (A2C, Mnih et
  /// al. 2016).
  public static func tokenLoss(
    _ logProbabilities: TokenValues, advantages: TokenValues, mask: TokenMask
  ) -> Loss {
    Loss(logProbabilities.meanWeights(mask, .tokens)) { index in
      let advantage = advantages.values[index]
      return (-advantage * logProbabilities.values[index], -advantage)
    }
  }

  /// −mean(A log π(y|x)) over the responses (REINFORCE, Williams 1992), as a function of the
  /// tokens' log-probabilities, whose sum a response's is; a response's advantage stands at each of
  /// its tokens.
  public static func sequenceLoss(
    _ logProbabilities: TokenValues, advantages: TokenValues, mask: TokenMask
  ) -> Loss {
    let weight = 1 / Double(max(1, mask.rows))
    return Loss(mask.isReal.map { $0 ? weight : 0 }) { index in
      let advantage = advantages.values[index]
      return (-advantage * logProbabilities.values[index], -advantage)
    }
  }
}

/// GRPO's loss (Shao et al. 2024, equation 3): the clipped surrogate, plus β times the k3 estimate
/// of the divergence from the reference, which PPO has in the reward instead.
///
/// As a loss, k3's gradient is that of KL(π_ref ‖ π) and not of KL(π ‖ π_ref).
public struct GroupRelativeLoss: Hashable, Codable, Sendable {
  public var surrogate: ClippedPolicyLoss
  public var coefficient: Double

  public init(surrogate: ClippedPolicyLoss, coefficient: Double) {
    self.surrogate = surrogate
    self.coefficient = coefficient
  }

  public func callAsFunction(
    _ logProbabilities: TokenValues, old: TokenValues, reference: TokenValues,
    advantages: TokenValues, mask: TokenMask
  ) -> Loss {
    let policy = surrogate(logProbabilities, old: old, advantages: advantages, mask: mask)
    let penalty = KLEstimator.k3.loss(
      logProbabilities, reference: reference, mask: mask, surrogate.aggregation,
      constantLength: surrogate.constantLength)
    return Loss(
      value: policy.value + coefficient * penalty.value,
      gradient: zip(policy.gradient, penalty.gradient).map { $0 + coefficient * $1 })
  }
}
