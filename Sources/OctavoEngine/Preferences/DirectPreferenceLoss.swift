/// Losses that learn a policy from preferences without a reward model, by the log-ratio of policy
/// and reference.
public struct DirectPreferenceLoss: Hashable, Codable, Sendable {
  public enum Form: String, Codable, Hashable, Sendable, CaseIterable {
    /// −log σ(β h) with h = log π/π_ref(chosen) − log π/π_ref(rejected) (DPO, Rafailov et al. 2023,
    /// equation 7).
    case sigmoid
    /// (h − 1/(2β))² (IPO, Azar et al. 2023, equation 17), on sums over tokens.
    case identity
  }

  /// β
  public var coefficient: Double
  public var form: Form
  /// The share of labels taken to be wrong (conservative DPO, Mitchell 2023); for the sigmoid form.
  public var labelSmoothing: Double

  public init(coefficient: Double = 0.1, form: Form = .sigmoid, labelSmoothing: Double = 0) {
    self.coefficient = coefficient
    self.form = form
    self.labelSmoothing = labelSmoothing
  }

  /// - Parameters: the responses' log-probabilities, summed over their tokens.
  /// - Returns: the gradient by the policy's chosen log-probabilities and then the rejected ones.
  public func callAsFunction(
    chosen: [Double], rejected: [Double], referenceChosen: [Double], referenceRejected: [Double]
  ) -> Loss {
    let count = chosen.count
    var total = 0.0
    var gradient = [Double](repeating: 0, count: 2 * count)
    for index in 0..<count {
      let margin =
        (chosen[index] - rejected[index]) - (referenceChosen[index] - referenceRejected[index])
      let term = term(margin)
      total += term.value
      gradient[index] = term.derivative / Double(count)
      gradient[count + index] = -term.derivative / Double(count)
    }
    return Loss(value: total / Double(max(1, count)), gradient: gradient)
  }

  private func term(_ margin: Double) -> (value: Double, derivative: Double) {
    switch form {
    case .sigmoid:
      let scaled = coefficient * margin
      let value =
        (1 - labelSmoothing) * softplus(-scaled) + labelSmoothing * softplus(scaled)
      let slope = -(1 - labelSmoothing) * sigmoid(-scaled) + labelSmoothing * sigmoid(scaled)
      return (value, coefficient * slope)
    case .identity:
      let distance = margin - 1 / (2 * coefficient)
      return (distance * distance, 2 * distance)
    }
  }

  /// The reward that a policy implies, up to a constant of the prompt: β log π/π_ref.
  public func impliedReward(_ logProbability: Double, reference: Double) -> Double {
    coefficient * (logProbability - reference)
  }
}
