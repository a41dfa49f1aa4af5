/// How the KL coefficient β is chosen from iteration to iteration.
public enum KLControl: Codable, Hashable, Sendable {
  case fixed(Double)
  /// β ← β (1 + clip(KL / target − 1, ±0.2) · n / horizon) with n the responses of the iteration
  /// (Ziegler et al. 2019, section 2.2). The divergence is that of whole responses: the mean of the
  /// sum over tokens.
  case adaptive(initial: Double, target: Double, horizon: Double)
  /// β ← β (1 + gain · clip(KL / target − 1, ±0.2)) with the mean divergence of a token (RL4LMs,
  /// Ramamurthy et al. 2022).
  case adaptivePerToken(initial: Double, target: Double, gain: Double)

  public var initialCoefficient: Double {
    switch self {
    case .fixed(let coefficient): coefficient
    case .adaptive(let initial, _, _), .adaptivePerToken(let initial, _, _): initial
    }
  }

  /// Whether what is aimed at can be reached.
  var hasGoal: Bool {
    switch self {
    case .fixed: true
    case .adaptive(_, let target, let horizon): target > 0 && horizon > 0
    case .adaptivePerToken(_, let target, let gain): target > 0 && gain > 0
    }
  }

  /// The coefficient for the next iteration.
  ///
  /// - Parameters:
  ///   - sequenceKL: the mean over the responses of their sum over tokens, in nats.
  ///   - tokenKL: the mean over the tokens.
  ///   - responses: how many there were.
  public func updated(
    _ coefficient: Double, sequenceKL: Double, tokenKL: Double, responses: Int
  ) -> Double {
    func error(_ kl: Double, _ target: Double) -> Double { min(0.2, max(-0.2, kl / target - 1)) }
    switch self {
    case .fixed:
      return coefficient
    case .adaptive(_, let target, let horizon):
      return coefficient * (1 + error(sequenceKL, target) * Double(responses) / horizon)
    case .adaptivePerToken(_, let target, let gain):
      return coefficient * (1 + gain * error(tokenKL, target))
    }
  }
}
