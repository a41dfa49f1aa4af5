import Foundation

/// An estimate of KL(π ‖ π_ref) from one token sampled from π, by the difference d = log π − log
/// π_ref (Schulman, "Approximating KL divergence").
public enum KLEstimator: String, Codable, Hashable, Sendable, CaseIterable {
  /// d: unbiased, often negative.
  case k1
  /// d² / 2: biased, never negative.
  case k2
  /// exp(−d) − 1 + d: unbiased, never negative.
  case k3
  /// |d|, as TRL's "abs"; no estimate of the divergence, but a penalty.
  case absolute

  public func callAsFunction(_ difference: Double) -> Double {
    switch self {
    case .k1: difference
    case .k2: difference * difference / 2
    case .k3: exp(-difference) - 1 + difference
    case .absolute: abs(difference)
    }
  }

  /// By the difference, and so by log π.
  public func derivative(_ difference: Double) -> Double {
    switch self {
    case .k1: 1
    case .k2: difference
    case .k3: 1 - exp(-difference)
    case .absolute: difference < 0 ? -1 : 1
    }
  }

  /// Token by token.
  public func callAsFunction(
    _ logProbabilities: TokenValues, reference: TokenValues
  ) -> TokenValues {
    logProbabilities.combined(with: reference) { self($0 - $1) }
  }

  /// The masked mean as a loss in log π.
  ///
  /// Where the tokens were sampled from π, the expected gradient of the mean of k1 is zero, of k2
  /// it is that of KL(π ‖ π_ref), of k3 that of KL(π_ref ‖ π).
  public func loss(
    _ logProbabilities: TokenValues, reference: TokenValues, mask: TokenMask,
    _ aggregation: Aggregation = .tokens
  ) -> Loss {
    Loss(logProbabilities.meanWeights(mask, aggregation)) { index in
      let difference = logProbabilities.values[index] - reference.values[index]
      return (self(difference), derivative(difference))
    }
  }
}

/// Divergences as exact sums.
extension Categorical {
  /// KL(self ‖ other) in nats.
  public func klDivergence(to other: Categorical) -> Double {
    expectation { logProbabilities[$0] - other.logProbabilities[$0] }
  }

  /// The gradient of `klDivergence(to:)` by this distribution's logits: p (log p − log q − KL).
  public func klDivergenceGradient(to other: Categorical) -> [Double] {
    expectationGradient { logProbabilities[$0] - other.logProbabilities[$0] }
  }

  /// The gradient of KL(other ‖ self) by this distribution's logits: p − q.
  public func klDivergenceGradient(from other: Categorical) -> [Double] {
    zip(probabilities, other.probabilities).map(-)
  }

  /// The mean and variance of an estimator when outcomes are sampled from this distribution.
  public func moments(
    of estimator: KLEstimator, to other: Categorical
  ) -> (mean: Double, variance: Double) {
    func estimate(_ outcome: Int) -> Double {
      estimator(logProbabilities[outcome] - other.logProbabilities[outcome])
    }
    let mean = expectation(estimate)
    return (mean, expectation { pow(estimate($0), 2) } - mean * mean)
  }

  /// E[∇ of the estimate], by the logits, where the estimate is used as a loss: the gradient goes
  /// through log p, and the outcomes stay those sampled.
  public func expectedGradient(ofLoss estimator: KLEstimator, to other: Categorical) -> [Double] {
    let slopes = logProbabilities.indices.map { outcome in
      estimator.derivative(logProbabilities[outcome] - other.logProbabilities[outcome])
    }
    let mean = expectation { slopes[$0] }
    return zip(probabilities, slopes).map { $0 * ($1 - mean) }
  }
}
