import OctavoBase

/// The loss as a function of parameters and tokens, L(N, D) = E + A / N^α + B / D^β (Hoffmann et
/// al. 2022, equation 2).
public struct ScalingLaw: Hashable, Sendable {
  /// E, the limit of the loss for ever more parameters and tokens, in nats per token.
  public let irreducibleLoss: Double
  /// A, in nats per token · parameters^α.
  public let parameterCoefficient: Double
  /// α.
  public let parameterExponent: Double
  /// B, in nats per token · tokens^β.
  public let tokenCoefficient: Double
  /// β.
  public let tokenExponent: Double

  public init(
    irreducibleLoss: Double, parameterCoefficient: Double, parameterExponent: Double,
    tokenCoefficient: Double, tokenExponent: Double
  ) {
    self.irreducibleLoss = irreducibleLoss
    self.parameterCoefficient = parameterCoefficient
    self.parameterExponent = parameterExponent
    self.tokenCoefficient = tokenCoefficient
    self.tokenExponent = tokenExponent
  }

  /// In nats per token.
  public func loss(parameters: Double, tokens: Double) -> Double {
    irreducibleLoss + parameterCoefficient * Double.pow(parameters, -parameterExponent)
      + tokenCoefficient * Double.pow(tokens, -tokenExponent)
  }

  /// a in N_opt ∝ C^a; the tokens' is 1 − a (equation 4).
  public var computeExponent: Double { tokenExponent / (parameterExponent + tokenExponent) }

  /// The parameters and tokens with the lowest loss for C floating-point operations (equation 4).
  ///
  /// Meaningful only where both exponents are above 0.
  public func optimum(compute: Double) -> (parameters: Double, tokens: Double) {
    let ratio =
      parameterExponent * parameterCoefficient / (tokenExponent * tokenCoefficient)
    let scale = Double.pow(ratio, 1 / (parameterExponent + tokenExponent))
    let parameters = scale * Double.pow(compute / 6, computeExponent)
    return (parameters, ScalingRun.tokens(compute: compute, parameters: parameters))
  }
}
