import OctavoEngine

/// A small policy and a task for it: the more often a response has token 3, the better.
struct SmallTask: Sendable {
  /// Of the model as it was trained before.
  var dropout = 0.0
  var vocabulary = 8
  var context = 24

  func model(seed: UInt64 = 1) throws -> GPT {
    try GPT(
      GPT.Configuration(
        vocabularySize: vocabulary, context: context, layers: 2, heads: 2, width: 16,
        dropout: DropoutRates(dropout)),
      stream: RandomStream(seed: seed))
  }

  static let prompts: [[Int32]] = [[1, 2], [4, 5, 6], [7], [2, 2, 1, 0], [6, 1]]

  static let reward: Scorer = { _, responses in
    responses.map(share)
  }

  /// Of a response's tokens, those that are 3.
  @Sendable static func share(_ response: [Int32]) -> Double {
    Double(response.count { $0 == 3 }) / Double(max(1, response.count))
  }

  static func settings(
    _ method: PolicyMethod = .ppo, iterations: Int = 3,
    _ change: (inout ProximalPolicyOptimization.Settings) -> Void = { _ in }
  ) -> ProximalPolicyOptimization.Settings {
    var settings = ProximalPolicyOptimization.Settings(method: method)
    settings.iterations = iterations
    settings.rollout.prompts = 6
    settings.rollout.samplesPerPrompt = 2
    settings.rollout.sampling = SamplingSettings(
      maximumTokens: 7, stop: StopTexts(tokens: [0]))
    settings.optimization.epochs = method.hasRatio ? 2 : 1
    settings.optimization.minibatches = method.hasRatio ? 3 : 1
    settings.optimization.learningRate = 1e-3
    change(&settings)
    return settings
  }

  func training(
    _ settings: ProximalPolicyOptimization.Settings, adapter: LowRankAdapter.Settings? = nil,
    reward: @escaping Scorer = SmallTask.reward
  ) throws -> ProximalPolicyOptimization {
    let model = try model()
    let adapter = try adapter.map {
      try LowRankAdapter($0, for: model.configuration, stream: RandomStream(seed: 5))
    }
    return try ProximalPolicyOptimization(
      actor: TunableModel(model, adapter: adapter.map { .lowRank($0) }), task: task(reward),
      settings: settings,
      stream: RandomStream(seed: 2))
  }

  func task(_ reward: @escaping Scorer = SmallTask.reward) -> ProximalPolicyOptimization.Task {
    .init(
      prompts: Self.prompts, reward: reward,
      gold: { _, responses in
        responses.map { Double($0.count) }
      })
  }
}

extension ProximalPolicyOptimization {
  /// Every number of the policy and the critic.
  var numbers: [Float] {
    (actor.merged.parameters.tensors + (critic.network?.trunk.parameters.tensors ?? []))
      .flatMap(\.values)
  }
}
