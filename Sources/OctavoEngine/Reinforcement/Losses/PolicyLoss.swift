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
  public var ratio: RatioLevel
  public var aggregation: Aggregation
  /// What `constant` aggregation divides by, beside the number of responses; nil is the batch's
  /// width.
  public var constantLength: Int?

  public init(
    clipLow: Double = 0.2, clipHigh: Double = 0.2, dualClip: Double? = nil,
    ratio: RatioLevel = .token, aggregation: Aggregation = .tokens, constantLength: Int? = nil
  ) {
    self.clipLow = clipLow
    self.clipHigh = clipHigh
    self.dualClip = dualClip
    self.ratio = ratio
    self.aggregation = aggregation
    self.constantLength = constantLength
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
    let ratios = ratio.ratios(logProbabilities, old: old, mask: mask)
    let loss = Loss(
      logProbabilities.meanWeights(mask, aggregation, constantLength: constantLength)
    ) { index in
      token(ratio: ratios.values[index], advantage: advantages.values[index])
    }
    return ratio == .token ? loss : loss.sharedBySequence(mask)
  }
}

/// What has a ratio π / π_old of its own; TRL's `importance_sampling_level`.
public enum RatioLevel: String, Codable, Hashable, Sendable, CaseIterable {
  /// Each token (PPO).
  case token
  /// Each response: the geometric mean of its tokens' ratios, so that its length does not count
  /// (GSPO, Zheng et al. 2025, equation 7).
  case sequence

  /// The ratio at every token, (B, T). A response's own is the same at all of its tokens.
  public func ratios(
    _ logProbabilities: TokenValues, old: TokenValues, mask: TokenMask
  ) -> TokenValues {
    let differences = logProbabilities - old
    guard self == .sequence else { return differences.map { Double.exp($0) } }
    let sums = zip(differences.rowSums(mask), mask.lengths)
    let ratios = sums.map { Double.exp($0 / Double(max(1, $1))) }
    return TokenValues(
      rows: mask.rows, columns: mask.columns,
      values: ratios.flatMap { Array(repeating: $0, count: mask.columns) })
  }
}

extension Loss {
  /// The gradient by the tokens' log-probabilities, of which each row's mean is what the loss was
  /// differentiated by.
  fileprivate func sharedBySequence(_ mask: TokenMask) -> Loss {
    let totals = TokenValues(rows: mask.rows, columns: mask.columns, values: gradient)
      .rowSums(mask)
    let shares = zip(totals, mask.lengths).map { $0 / Double(max(1, $1)) }
    return Loss(
      value: value,
      gradient: mask.isReal.enumerated().map { $1 ? shares[$0 / mask.columns] : 0 })
  }
}
