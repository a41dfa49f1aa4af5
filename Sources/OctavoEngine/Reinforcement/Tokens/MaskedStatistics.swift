/// Which variance of n numbers is meant.
public enum Variance: String, Codable, Hashable, Sendable, CaseIterable {
  /// Σ (x − μ)² / n, as OpenAI's lm-human-preferences whitens.
  case population
  /// Σ (x − μ)² / (n − 1), as TRL whitens.
  case unbiased
}

/// Statistics over the real tokens alone. Nothing to average gives zero, where a plain quotient
/// would not be a number.
extension TokenValues {
  /// Σ over the real tokens.
  public func sum(_ mask: TokenMask) -> Double {
    zip(values, mask.isReal).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
  }

  /// The mean over all real tokens of the batch; zero if there are none.
  public func mean(_ mask: TokenMask) -> Double {
    sum(mask) / Double(max(1, mask.count))
  }

  /// Σ over each row's real tokens.
  public func rowSums(_ mask: TokenMask) -> [Double] {
    (0..<rows).map { row in mask.realColumns(inRow: row).reduce(0) { $0 + self[row, $1] } }
  }

  /// The variance over all real tokens; zero where there are too few to have one.
  public func variance(_ mask: TokenMask, _ kind: Variance) -> Double {
    let mean = mean(mask)
    let degrees = kind == .population ? mask.count : mask.count - 1
    return map { ($0 - mean) * ($0 - mean) }.sum(mask) / Double(max(1, degrees))
  }

  /// (x − μ) / √(σ² + 10⁻⁸) with the real tokens' mean and variance. Padding is transformed too,
  /// and must be masked later.
  ///
  /// - Parameter keepingMean: adds the mean back, for rewards, whose level matters.
  public func whitened(
    _ mask: TokenMask, _ kind: Variance = .unbiased, keepingMean: Bool = false
  ) -> TokenValues {
    let mean = mean(mask)
    let scale = 1 / (variance(mask, kind) + 1e-8).squareRoot()
    return map { ($0 - mean) * scale + (keepingMean ? mean : 0) }
  }

  /// The smallest and the largest of the real tokens' values; nil if there are none.
  public func extremes(_ mask: TokenMask) -> (smallest: Double, largest: Double)? {
    let real = zip(values, mask.isReal).lazy.filter(\.1).map(\.0)
    guard let smallest = real.min(), let largest = real.max() else { return nil }
    return (smallest, largest)
  }

  /// How the real tokens' mean is taken: the gradient of each value in it.
  ///
  /// - Parameter constantLength: what `constant` divides by; nil is the batch's width.
  func meanWeights(
    _ mask: TokenMask, _ aggregation: Aggregation, constantLength: Int? = nil
  ) -> [Double] {
    switch aggregation {
    case .constant:
      let weight = 1 / (Double(max(1, mask.rows)) * Double(max(1, constantLength ?? mask.columns)))
      return mask.isReal.map { $0 ? weight : 0 }
    case .tokens:
      return mask.isReal.map { $0 ? 1 / Double(mask.count) : 0 }
    case .sequences:
      let lengths = mask.lengths
      let sequences = Double(max(1, lengths.count { $0 > 0 }))
      return mask.isReal.enumerated().map { index, isReal in
        isReal ? 1 / (sequences * Double(lengths[index / columns])) : 0
      }
    }
  }
}

/// What a batch's loss is the mean of.
public enum Aggregation: String, Codable, Hashable, Sendable, CaseIterable {
  /// Of all real tokens: a long response weighs more than a short one (PPO in TRL and
  /// lm-human-preferences).
  case tokens
  /// Of the sequences' own means over their tokens: each response weighs the same (GRPO, Shao et
  /// al. 2024, equation 3).
  case sequences
  /// Of the sequences' sums over their tokens, divided by one length for all: a token weighs the same
  /// in a long response as in a short one, in every batch (Dr. GRPO, Liu et al. 2025).
  case constant
}
