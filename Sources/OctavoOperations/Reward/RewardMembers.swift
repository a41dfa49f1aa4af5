import OctavoEngine
import OctavoRunner

extension Problems {
  /// Reports a reward that is made of several models where a single one is wanted.
  mutating func requireSingle(_ reward: TextRewardModel.Outline?, at option: FieldReference?) {
    guard reward?.isCombined == true else { return }
    report(
      at: option, "this reward is made of several models already",
      remedy: "give the models that `reward.train` has made")
  }
}

extension [TextRewardModel] {
  /// The models to be combined.
  ///
  /// - Throws: where they have different tokenizers, or one is a combination itself.
  var singleModels: [RewardModel] {
    get throws {
      if contains(where: { $0.combined != nil }) {
        throw OperationError("a reward to be combined is made of several models already")
      }
      if contains(where: { $0.tokenizer != self[0].tokenizer }) {
        throw OperationError(
          "the reward models have different tokenizers",
          remedy: "train them from the same language model")
      }
      return map(\.model)
    }
  }
}

extension StepContext {
  /// The pairs for training that all models can read, as tokens.
  func usable(
    _ pairs: Pairs, by tokenizer: Tokenizer, for models: [RewardModel]
  ) throws -> [PromptResponse] {
    let examples = try pairs.training.map { try $0.encoded(by: tokenizer) }
    return try usable(examples, called: "pairs") { example in
      models.lazy.compactMap { example.problem(for: $0.configuration) }.first
    }
  }
}
