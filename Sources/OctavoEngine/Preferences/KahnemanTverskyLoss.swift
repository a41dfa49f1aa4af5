/// The loss of Kahneman–Tversky optimization (KTO, Ethayarajh et al. 2024, equations 7 and 8): what
/// a response is worth is a sigmoid of its implied reward less a reference point, so that gains and
/// losses saturate, as people's do in prospect theory.
public struct KahnemanTverskyLoss: Hashable, Codable, Sendable {
  /// β
  public var coefficient: Double
  /// λ_D
  public var desirableWeight: Double
  /// λ_U
  public var undesirableWeight: Double

  public init(
    coefficient: Double = 0.1, desirableWeight: Double = 1, undesirableWeight: Double = 1
  ) {
    self.coefficient = coefficient
    self.desirableWeight = desirableWeight
    self.undesirableWeight = undesirableWeight
  }

  /// z₀ = max(0, mean log π/π_ref of responses to other prompts): an estimate of KL(π ‖ π_ref),
  /// which has no gradient.
  public static func referencePoint(mismatched: [ResponseLikelihood]) -> Double {
    let total = mismatched.reduce(0) { $0 + $1.logRatio }
    return max(0, total / Double(max(1, mismatched.count)))
  }

  /// The mean over the responses of λ_D (1 − σ(β (h − z₀))) for a desirable one and λ_U (1 − σ(β (z₀
  /// − h))) for an undesirable one, with h = log π/π_ref.
  ///
  /// - Returns: the gradient by the responses' log-probabilities.
  public func callAsFunction(
    _ responses: [ResponseLikelihood], areDesirable: [Bool], referencePoint: Double
  ) -> Loss {
    let count = Double(max(1, responses.count))
    return Loss(responses.map { _ in 1 / count }) { index in
      let reward = coefficient * (responses[index].logRatio - referencePoint)
      let (weight, sign) =
        areDesirable[index] ? (desirableWeight, 1.0) : (undesirableWeight, -1.0)
      // 1 − σ(x) = σ(−x)
      let loss = sigmoid(-sign * reward)
      return (weight * loss, -sign * weight * coefficient * loss * sigmoid(sign * reward))
    }
  }
}
