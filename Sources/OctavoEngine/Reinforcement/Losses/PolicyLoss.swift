import OctavoBase

/// PPO's clipped surrogate (Schulman et al. 2017, equation 7), as a loss: the mean over the real
/// tokens of max(−A r, −A clip(r, 1 − ε, 1 + ε)), with the ratio r = π(token) / π_old(token).
public struct ClippedPolicyLoss: Hashable, Codable, Sendable {
  /// ε below and above 1. PPO has one for both; DAPO raises the upper one.
  public var clipLow: Double
  public var clipHigh: Double
  /// c of dual clipping (Ye et al. 2020): where A < 0, a token's loss is at most −c A. Nil does not
  /// limit it.
  public var dualClip: Double?
  public var aggregation: Aggregation

  public init(
    clipLow: Double = 0.2, clipHigh: Double = 0.2, dualClip: Double? = nil,
    aggregation: Aggregation = .tokens
  ) {
    self.clipLow = clipLow
    self.clipHigh = clipHigh
    self.dualClip = dualClip
    self.aggregation = aggregation
  }

  /// One token's loss, and its derivative by log π.
  public func token(ratio: Double, advantage: Double) -> (value: Double, derivative: Double) {
    let plain = -advantage * ratio
    let clipped = -advantage * min(1 + clipHigh, max(1 - clipLow, ratio))
    let value = max(plain, clipped)
    if let dualClip, advantage < 0, -dualClip * advantage < value {
      return (-dualClip * advantage, 0)
    }
    // Where the clipped term is larger it is a constant.
    return (value, clipped > plain ? 0 : plain)
  }

  public func callAsFunction(
    _ logProbabilities: TokenValues, old: TokenValues, advantages: TokenValues, mask: TokenMask
  ) -> Loss {
    Loss(logProbabilities.meanWeights(mask, aggregation)) { index in
      token(
        ratio: Double.exp(logProbabilities.values[index] - old.values[index]),
        advantage: advantages.values[index])
    }
  }
}

/// What an update did to the policy, over the real tokens.
public struct PolicyChange: Hashable, Codable, Sendable {
  /// Of the tokens, those whose clipped loss is the larger one, so that they pull no more.
  public let clipFraction: Double
  /// The mean of ½ (log π − log π_old)², k2.
  public let approximateKL: Double
  /// The mean of log π_old − log π, k1 from the old policy's samples: what early stopping watches.
  public let policyKL: Double
  public let meanRatio: Double
  public let smallestRatio: Double
  public let largestRatio: Double

  public init(
    _ logProbabilities: TokenValues, old: TokenValues, advantages: TokenValues, mask: TokenMask,
    _ loss: ClippedPolicyLoss
  ) {
    let difference = logProbabilities - old
    let ratios = difference.map { Double.exp($0) }
    let isClipped = ratios.combined(with: advantages) { ratio, advantage in
      let clipped = min(1 + loss.clipHigh, max(1 - loss.clipLow, ratio))
      return -advantage * clipped > -advantage * ratio ? 1 : 0
    }
    clipFraction = isClipped.mean(mask)
    approximateKL = difference.map { $0 * $0 / 2 }.mean(mask)
    policyKL = difference.map { -$0 }.mean(mask)
    meanRatio = ratios.mean(mask)
    (smallestRatio, largestRatio) = ratios.extremes(mask) ?? (1, 1)
  }
}
