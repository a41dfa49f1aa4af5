/// The critic's loss: ½ mean(max((V − R)², (clip(V, V_old ± c) − R)²)) over the real tokens, as
/// lm-human-preferences and TRL have it.
public struct ClippedValueLoss: Hashable, Codable, Sendable {
  /// c; nil does not clip.
  public var clip: Double?

  public init(clip: Double? = 0.2) {
    self.clip = clip
  }

  public func callAsFunction(
    _ values: TokenValues, old: TokenValues, returns: TokenValues, mask: TokenMask
  ) -> Loss {
    Loss(values.meanWeights(mask, .tokens)) { index in
      let error = values.values[index] - returns.values[index]
      let clippedError =
        clipped(values.values[index], old: old.values[index])
        - returns.values[index]
      let isClipped = clippedError * clippedError > error * error
      return isClipped ? (clippedError * clippedError / 2, 0) : (error * error / 2, error)
    }
  }

  /// Of the tokens, those whose clipped error is the larger one.
  public func clipFraction(
    _ values: TokenValues, old: TokenValues, returns: TokenValues, mask: TokenMask
  ) -> Double {
    let isClipped = values.values.indices.map { index in
      let error = values.values[index] - returns.values[index]
      let clippedError =
        clipped(values.values[index], old: old.values[index])
        - returns.values[index]
      return clippedError * clippedError > error * error ? 1.0 : 0
    }
    return TokenValues(rows: values.rows, columns: values.columns, values: isClipped).mean(mask)
  }

  private func clipped(_ value: Double, old: Double) -> Double {
    guard let clip else { return value }
    return min(old + clip, max(old - clip, value))
  }
}

extension TokenValues {
  /// 1 − mean((V − R)²) / variance(R) of these values: 1 is a perfect critic, 0 one no better than
  /// a constant. Zero where the returns do not vary.
  public func explainedVariance(of returns: TokenValues, mask: TokenMask) -> Double {
    let variance = returns.variance(mask, .population)
    guard variance > 0 else { return 0 }
    return 1 - (self - returns).map { $0 * $0 }.mean(mask) / variance
  }
}
