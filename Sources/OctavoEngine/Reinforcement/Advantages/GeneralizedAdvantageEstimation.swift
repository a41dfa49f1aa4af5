/// GAE(γ, λ) (Schulman et al. 2016): Aₜ = Σₖ (γλ)ᵏ δₜ₊ₖ with δₜ = rₜ + γ V(sₜ₊₁) − V(sₜ), where V
/// after the last token is zero.
public struct GeneralizedAdvantageEstimation: Hashable, Codable, Sendable {
  /// γ. A response is short and only its end is scored, so 1 is usual.
  public var discount: Double
  /// λ: 0 trusts the values (little variance), 1 the rewards (no bias).
  public var lambda: Double

  public init(discount: Double = 1, lambda: Double = 0.95) {
    self.discount = discount
    self.lambda = lambda
  }

  /// Padding is left out: the token after a real one is the next real one. It gets an advantage and
  /// a return of zero.
  ///
  /// - Returns: the advantages, and the returns A + V that the critic is to learn. Neither is
  ///   whitened.
  public func callAsFunction(
    rewards: TokenValues, values: TokenValues, mask: TokenMask
  ) -> (advantages: TokenValues, returns: TokenValues) {
    var advantages = TokenValues(repeating: 0, rows: values.rows, columns: values.columns)
    var returns = advantages
    for row in 0..<values.rows {
      var (nextValue, nextAdvantage) = (0.0, 0.0)
      for column in mask.realColumns(inRow: row).reversed() {
        let value = values[row, column]
        let error = rewards[row, column] + discount * nextValue - value
        nextAdvantage = error + discount * lambda * nextAdvantage
        nextValue = value
        advantages[row, column] = nextAdvantage
        returns[row, column] = nextAdvantage + value
      }
    }
    return (advantages, returns)
  }
}
