/// Losses that learn a policy from pairs of responses without a reward model.
public struct DirectPreferenceLoss: Hashable, Codable, Sendable {
  public enum Form: String, Codable, Hashable, Sendable, CaseIterable {
    /// −log σ(β h) with h = log π/π_ref(chosen) − log π/π_ref(rejected) (DPO, Rafailov et al. 2023,
    /// equation 7).
    case sigmoid
    /// (h − 1/(2β))² (IPO, Azar et al. 2023, equation 17), on sums over tokens.
    case identity
    /// −log σ(β (log π(chosen)/|chosen| − log π(rejected)/|rejected|) − γ), without a reference
    /// (SimPO, Meng et al. 2024, equation 6).
    case simpo
    /// −log π(chosen)/|chosen| − β log σ(log odds(chosen) − log odds(rejected)), where the odds are
    /// those of the geometric mean of the tokens' probabilities, without a reference (ORPO, Hong et
    /// al. 2024, equations 4 to 7; its λ is β).
    case orpo

    public var hasReference: Bool { self == .sigmoid || self == .identity }
    public var smoothsLabels: Bool { self == .sigmoid || self == .simpo }

    /// β as the method's authors use it.
    public var usualCoefficient: Double { self == .simpo ? 2 : 0.1 }
  }

  /// β
  public var coefficient: Double
  public var form: Form
  /// The share of labels taken to be wrong (conservative DPO, Mitchell 2023), where the form smooths
  /// labels.
  public var labelSmoothing: Double
  /// γ, by how much the better response's reward should exceed the worse one's; for `simpo`.
  public var margin: Double

  /// - Parameter coefficient: the form's usual one if nil.
  public init(
    coefficient: Double? = nil, form: Form = .sigmoid, labelSmoothing: Double = 0,
    margin: Double = 0
  ) {
    self.coefficient = coefficient ?? form.usualCoefficient
    self.form = form
    self.labelSmoothing = labelSmoothing
    self.margin = margin
  }

  /// The mean over comparisons of responses.
  ///
  /// - Returns: the gradient by the responses' log-probabilities; 0 where nothing is compared.
  public func callAsFunction(
    _ responses: [ResponseLikelihood], comparing comparisons: [Comparison]
  ) -> Loss {
    let count = Double(comparisons.count)
    var total = 0.0
    var gradient = [Double](repeating: 0, count: responses.count)
    for comparison in comparisons {
      let term = term(responses[comparison.better], responses[comparison.worse])
      total += term.value
      gradient[comparison.better] += term.chosen / count
      gradient[comparison.worse] += term.rejected / count
    }
    return Loss(value: total / max(1, count), gradient: gradient)
  }

  /// A comparison's loss, and its derivatives by the log-probabilities.
  private func term(
    _ chosen: ResponseLikelihood, _ rejected: ResponseLikelihood
  ) -> (value: Double, chosen: Double, rejected: Double) {
    let logRatios =
      (chosen.logProbability - rejected.logProbability) - (chosen.reference - rejected.reference)
    switch form {
    case .sigmoid:
      let (value, slope) = comparison(coefficient * logRatios)
      return (value, coefficient * slope, -(coefficient * slope))
    case .identity:
      let distance = logRatios - 1 / (2 * coefficient)
      return (distance * distance, 2 * distance, -(2 * distance))
    case .simpo:
      let difference = chosen.meanLogProbability - rejected.meanLogProbability
      let (value, slope) = comparison(coefficient * difference - margin)
      return (
        value, coefficient * slope / Double(chosen.length),
        -coefficient * slope / Double(rejected.length)
      )
    case .orpo:
      let (value, slope) = comparison(chosen.logOdds - rejected.logOdds)
      return (
        coefficient * value - chosen.meanLogProbability,
        coefficient * slope * chosen.logOddsDerivative - 1 / Double(chosen.length),
        -coefficient * slope * rejected.logOddsDerivative
      )
    }
  }

  /// −log σ of a difference of rewards, with smoothed labels, and its derivative.
  private func comparison(_ difference: Double) -> (value: Double, derivative: Double) {
    let value =
      (1 - labelSmoothing) * softplus(-difference) + labelSmoothing * softplus(difference)
    let slope =
      -(1 - labelSmoothing) * sigmoid(-difference) + labelSmoothing * sigmoid(difference)
    return (value, slope)
  }

  /// The reward that a policy implies, up to a constant of the prompt: β log π/π_ref, or what the
  /// form compares in its place.
  public func impliedReward(_ response: ResponseLikelihood) -> Double {
    switch form {
    case .sigmoid, .identity: coefficient * response.logRatio
    case .simpo: coefficient * response.meanLogProbability
    case .orpo: response.logOdds
    }
  }
}

extension DirectPreferenceLoss {
  /// The share of comparisons in which the better response has the higher implied reward.
  func accuracy(
    _ responses: [ResponseLikelihood], comparing comparisons: [Comparison]
  ) -> Double {
    let rewards = responses.map(impliedReward)
    let right = comparisons.count { rewards[$0.better] > rewards[$0.worse] }
    return Double(right) / Double(max(1, comparisons.count))
  }

  /// How well the reward that a policy implies agrees with preferences. Its loss is −log σ of the
  /// difference of the rewards, without smoothing and margin, whatever form is trained.
  ///
  /// - Parameter reference: nil for forms without one.
  func evaluate(
    _ policy: GPT, reference: GPT?, on preferences: [RankedResponses]
  ) -> PreferenceEvaluation {
    let examples = preferences.flatMap { preference in
      preference.responses.map { PromptResponse(prompt: preference.prompt, response: $0) }
    }
    let own = policy.logProbabilities(of: examples)
    let others = reference?.logProbabilities(of: examples)
    let rewards = examples.indices.map { index in
      impliedReward(
        ResponseLikelihood(
          logProbability: own[index], reference: others?[index] ?? 0,
          length: examples[index].response.count))
    }
    return PreferenceEvaluation(scores: rewards, of: preferences)
  }
}
