import OctavoEngine

/// A piece of work to be timed, as the command line names it.
enum Workload {
  /// One training iteration.
  case train(GPT.Configuration, batch: Int)
  /// Continuing prompts of one length by a number of tokens.
  case sample(GPT.Configuration, batch: Int, prompt: Int)
  /// One iteration of PPO: rollout, reward, reference and 4 epochs of 4 minibatches.
  case ppo(GPT.Configuration, batch: Int, prompt: Int)

  init?(arguments: [String]) {
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    switch (arguments.first, numbers.count) {
    case ("train", 6):
      self = .train(
        GPT.Configuration(
          vocabularySize: numbers[5], context: numbers[4], layers: numbers[0], heads: numbers[1],
          width: numbers[2], biases: false),
        batch: numbers[3])
    case ("sample", 7), ("ppo", 7):
      let configuration = GPT.Configuration(
        vocabularySize: numbers[6], context: numbers[4] + numbers[5], layers: numbers[0],
        heads: numbers[1], width: numbers[2], biases: false)
      self =
        arguments.first == "ppo"
        ? .ppo(configuration, batch: numbers[3], prompt: numbers[4])
        : .sample(configuration, batch: numbers[3], prompt: numbers[4])
    default:
      return nil
    }
  }

  /// The work as a function that can be called again and again.
  func prepared() throws -> () -> Void {
    let stream = RandomStream(seed: 1)
    switch self {
    case .train(let configuration, let batch):
      var tokens = stream.derived(for: "tokens")
      let corpus = TokenCorpus(
        training: (0..<100_000).map { _ in
          Int32(tokens.integer(below: configuration.vocabularySize))
        },
        validation: [], vocabularySize: configuration.vocabularySize)
      var training = try TrainingLoop<LanguageModeling>(
        GPT(configuration, stream: stream), corpus,
        .init(recipe: TrainingRecipe(iterations: .max, batch: batch)), stream: stream)
      return { _ = try? training.advance() }

    case .sample(let configuration, let batch, let prompt):
      let model = try GPT(configuration, stream: stream)
      let prompts = prompts(batch, prompt, configuration)
      let settings = SamplingSettings(maximumTokens: configuration.context - prompt)
      return { _ = try? model.sample(prompts: prompts, settings: settings, stream: stream) }

    case .ppo(let configuration, let batch, let prompt):
      let model = try GPT(configuration, stream: stream)
      let reward = RewardModel(trunk: model, stream: stream)
      let prompts = prompts(batch, prompt, configuration)
      var settings = ProximalPolicyOptimization.Settings()
      settings.iterations = .max
      settings.rollout.prompts = batch
      settings.rollout.sampling.maximumTokens = configuration.context - prompt
      settings.recording.responses = 0
      var training = try ProximalPolicyOptimization(
        actor: TunableModel(model), task: .init(prompts: prompts, reward: reward.scorer),
        settings: settings, stream: stream)
      return { _ = try? training.advance() }
    }
  }

  private func prompts(_ count: Int, _ length: Int, _ model: GPT.Configuration) -> [[Int32]] {
    (0..<count).map { row in (0..<length).map { Int32((row + $0) % model.vocabularySize) } }
  }
}
