import OctavoBase

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
    case .k3: Double.exp(-difference) - 1 + difference
    case .absolute: abs(difference)
    }
  }

  /// By the difference, and so by log π.
  public func derivative(_ difference: Double) -> Double {
    switch self {
    case .k1: 1
    case .k2: difference
    case .k3: 1 - Double.exp(-difference)
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
    _ aggregation: Aggregation = .tokens, constantLength: Int? = nil
  ) -> Loss {
    Loss(
      logProbabilities.meanWeights(mask, aggregation, constantLength: constantLength)
    ) { index in
      let difference = logProbabilities.values[index] - reference.values[index]
      return (self(difference), derivative(difference))
    }
  }
}
