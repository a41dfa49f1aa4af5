/// What a policy is rewarded with at every token: minus the penalty for leaving the reference,
/// plus, at the last real token, the score of the whole response (Ziegler et al. 2019, equation 2;
/// Ouyang et al. 2022, equation 2).
public struct TokenRewards: Sendable {
  /// β, what a nat of KL costs.
  public var coefficient: Double
  public var estimator: KLEstimator
  /// The largest magnitude of a score; nil does not limit it.
  public var scoreClip: Double?

  public init(coefficient: Double, estimator: KLEstimator = .k1, scoreClip: Double? = nil) {
    self.coefficient = coefficient
    self.estimator = estimator
    self.scoreClip = scoreClip
  }

  /// −β · estimate, token by token. Padding has one too, which advantage estimation leaves out.
  public func penalties(_ logProbabilities: TokenValues, reference: TokenValues) -> TokenValues {
    -coefficient * estimator(logProbabilities, reference: reference)
  }

  /// The penalties, and each row's score at its last real token. (Some later code puts it one token
  /// further on.) A row without a real token gets no score.
  public func callAsFunction(
    _ logProbabilities: TokenValues, reference: TokenValues, scores: [Double], mask: TokenMask
  ) -> TokenValues {
    var rewards = penalties(logProbabilities, reference: reference)
    for (row, score) in scores.enumerated() {
      guard let last = mask.lastColumn(inRow: row) else { continue }
      rewards[row, last] += clipped(score)
    }
    return rewards
  }

  func clipped(_ score: Double) -> Double {
    guard let scoreClip else { return score }
    return min(scoreClip, max(-scoreClip, score))
  }
}
