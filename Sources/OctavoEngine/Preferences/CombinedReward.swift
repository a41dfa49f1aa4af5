/// Several reward models that are combined into one reward.
public struct CombinedReward: Sendable {
  public let models: [RewardModel]
  public let combination: RewardCombination
  public var normalization = RewardNormalization.identity
  private let riskyPrompts: TextPattern?

  /// - Precondition: there are as many models as are combined.
  /// - Throws: where the expression of risky prompts cannot be read.
  public init(_ models: [RewardModel], _ combination: RewardCombination) throws {
    precondition(models.count == combination.count)
    self.models = models
    self.combination = combination
    riskyPrompts =
      if case .piecewise(_, let pattern?) = combination { try TextPattern(pattern) } else { nil }
  }

  /// The normalized rewards of responses.
  ///
  /// - Parameter tokenizer: decodes the prompts, whose text says which are risky.
  public func scores(
    prompts: [[Int32]], responses: [[Int32]], _ tokenizer: Tokenizer
  ) -> [Double] {
    combination.combined(
      models.map { $0.scores(prompts: prompts, responses: responses) },
      isRisky: isRisky(prompts, tokenizer)
    ).map { normalization($0) }
  }

  /// The share of responses whose piecewise reward is the first model's score.
  public func guardedShare(
    prompts: [[Int32]], responses: [[Int32]], _ tokenizer: Tokenizer
  ) -> Double {
    let guarded = combination.guarded(
      models[0].scores(prompts: prompts, responses: responses),
      isRisky: isRisky(prompts, tokenizer))
    return Double(guarded.count { $0 }) / Double(max(1, guarded.count))
  }

  private func isRisky(_ prompts: [[Int32]], _ tokenizer: Tokenizer) -> [Bool] {
    prompts.map { riskyPrompts?.occurs(in: tokenizer.decode($0)) ?? false }
  }

  /// The same reward, shifted and scaled to mean 0 and deviation 1 on reference responses (the
  /// paper's whitening, on a fixed set of responses).
  public func whitened(
    prompts: [[Int32]], responses: [[Int32]], _ tokenizer: Tokenizer
  ) -> CombinedReward {
    var reward = self
    reward.normalization = .identity
    let scores = reward.scores(prompts: prompts, responses: responses, tokenizer)
    reward.normalization = RewardNormalization(of: scores, mean: 0, deviation: 1)
    return reward
  }
}
