import OctavoBase

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
    let ratios = loss.ratio.ratios(logProbabilities, old: old, mask: mask)
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
