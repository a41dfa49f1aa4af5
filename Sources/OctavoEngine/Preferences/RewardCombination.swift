/// How the scores of several reward models are combined into one reward.
public enum RewardCombination: Codable, Hashable, Sendable {
  /// Σ weight · score.
  case sum(weights: [Double])
  /// Of two models: the score of the first, which judges safety, where the prompt is risky or σ of
  /// that score is below the threshold; elsewhere the score of the second, which judges helpfulness
  /// (Touvron et al. 2023, Llama 2, section 3.2.3).
  case piecewise(threshold: Double, riskyPrompts: String?)

  /// How many models there are to combine.
  public var count: Int {
    switch self {
    case .sum(let weights): weights.count
    case .piecewise: 2
    }
  }

  /// - Parameters:
  ///   - scores: one list a model; a response's are at one place in all of them. They are logits: the
  ///     paper's logit of a model's probability is the score itself.
  ///   - isRisky: of each response's prompt; only a piecewise reward depends on it.
  /// - Precondition: there are `count` lists.
  public func combined(_ scores: [[Double]], isRisky: [Bool]) -> [Double] {
    precondition(scores.count == count)
    switch self {
    case .sum(let weights):
      return isRisky.indices.map { place in
        zip(weights, scores).reduce(0) { $0 + $1.0 * $1.1[place] }
      }
    case .piecewise:
      return guarded(scores[0], isRisky: isRisky).enumerated().map { place, isGuarded in
        scores[isGuarded ? 0 : 1][place]
      }
    }
  }

  /// For each response, whether a piecewise reward is the first model's score; false for a sum.
  public func guarded(_ safety: [Double], isRisky: [Bool]) -> [Bool] {
    guard case .piecewise(let threshold, _) = self else { return isRisky.map { _ in false } }
    return zip(safety, isRisky).map { $1 || sigmoid($0) < threshold }
  }
}
