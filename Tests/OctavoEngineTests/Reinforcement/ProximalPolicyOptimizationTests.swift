import Foundation
import OctavoEngine
import Testing

@Suite struct ProximalPolicyOptimizationTests {
  /// A rate so small that no weight moves: then every minibatch of the first epoch is a first one.
  @Test(
    arguments: [0, 0.2], [CriticKind.separate, .shared])
  func theFirstRatioIsExactlyOne(dropout: Double, critic: CriticKind) throws {
    for (temperature, adapter) in [
      (1.0, nil), (0.7, LowRankAdapter.Settings(rank: 2)),
    ] as [(Double, LowRankAdapter.Settings?)] {
      let settings = SmallTask.settings(iterations: 1) {
        $0.optimization.epochs = 1
        $0.critic = critic
        $0.optimization.learningRate = 1e-30
        $0.optimization.optimizer = AdamW.Settings(epsilon: 1e-5)
        $0.rollout.sampling.temperature = temperature
        $0.optimization.dropout = DropoutRates(dropout)
      }
      var training = try SmallTask(dropout: dropout).training(settings, adapter: adapter)
      let iteration = try training.advance()
      #expect(iteration.updates == 3)
      #expect(iteration.smallestRatio == 1 && iteration.largestRatio == 1)
      #expect(iteration.meanRatio == 1)
      #expect(iteration.approximateKL == 0 && iteration.policyKL == 0)
      #expect(iteration.clipFraction == 0 && iteration.valueClipFraction == 0)
    }
  }

  /// In later epochs the minibatches are others, but a response keeps its dropout.
  @Test func dropoutStaysWithItsResponse() throws {
    let settings = SmallTask.settings(iterations: 1) {
      $0.optimization.epochs = 3
      $0.optimization.learningRate = 1e-30
      $0.optimization.dropout = 0.2
    }
    var training = try SmallTask().training(settings)
    let iteration = try training.advance()
    #expect(abs(iteration.smallestRatio - 1) < 1e-5 && abs(iteration.largestRatio - 1) < 1e-5)
  }

  /// A policy that is its own reference has no divergence from it, to the bit: without dropout, which
  /// is the default whatever the model's own rates, and with it, where both drop the same.
  @Test(arguments: PolicyMethod.allCases, [DropoutRates.zero, 0.1, .init(attention: 0.3)])
  func thePolicyStartsWithoutAPenalty(method: PolicyMethod, rates: DropoutRates) throws {
    for adapter in [nil, LowRankAdapter.Settings(rank: 2)] {
      let settings = SmallTask.settings(method, iterations: 4) {
        $0.optimization.learningRate = 1e-30
        $0.penalty.control = .adaptive(initial: 0.2, target: 1, horizon: 50)
        $0.optimization.dropout = rates
      }
      var training = try SmallTask(dropout: 0.1).training(settings, adapter: adapter)
      while !training.isFinished {
        let iteration = try training.advance()
        #expect(iteration.kl == 0)
        #expect(iteration.totalReward == iteration.score)
        #expect(abs(iteration.smallestRatio - 1) < 1e-5 && abs(iteration.largestRatio - 1) < 1e-5)
        #expect(training.records.allSatisfy { $0.kl.allSatisfy { $0 == 0 } })
      }
    }
  }

  /// What is asked for takes place, and what a model was trained with before does not count.
  @Test func dropoutIsTheSettingsAlone() throws {
    func numbers(_ model: Double, _ rates: DropoutRates, _ method: PolicyMethod) throws -> [Float] {
      let settings = SmallTask.settings(method, iterations: 1) { $0.optimization.dropout = rates }
      var training = try SmallTask(dropout: model).training(settings)
      try training.advance()
      return training.numbers
    }
    for method in [PolicyMethod.ppo, .grpo] {
      let plain = try numbers(0, .zero, method)
      #expect(try numbers(0.3, .zero, method) == plain)
      let dropped = try numbers(0, 0.3, method)
      #expect(dropped != plain)
      #expect(try numbers(0.1, 0.3, method) == dropped)
    }
  }

  @Test(arguments: PolicyMethod.allCases)
  func everyMethodLearnsTheReward(method: PolicyMethod) throws {
    let settings = SmallTask.settings(method, iterations: 40) {
      $0.rollout.prompts = 16
      $0.rollout.samplesPerPrompt = 4
      $0.optimization.learningRate = 3e-3
      $0.penalty.control = .fixed(0.01)
      $0.rollout.sampling.stop = .none
    }
    var training = try SmallTask().training(settings)
    while !training.isFinished { try training.advance() }
    let (first, last) = (training.history[0], training.history[39])
    // One token in eight at first.
    #expect(first.score < 0.3)
    #expect(last.score > first.score + 0.3, "\(method): \(first.score) → \(last.score)")
    #expect(last.kl > 0.5)
    #expect((last.valueLoss != nil) == method.hasCritic)
    #expect((last.explainedVariance != nil) == method.hasCritic)
  }

  @Test(
    arguments: [
      SmallTask.settings(), SmallTask.settings(.grpo), SmallTask.settings(.nlpo),
      SmallTask.settings(.dapo) { $0.scores.overlong = 3 },
      SmallTask.settings {
        $0.optimization.dropout = DropoutRates(embedding: 0.1, residual: 0.2)
        $0.rollout.sampling.stop = StopTexts(
          ["cd", "gab"], spellings: (0..<8).map { [UInt8(97 + $0)] })
      },
      SmallTask.settings {
        $0.critic = .shared
        $0.scores.areScaled = true
      },
      SmallTask.settings { $0.penalty.control = .adaptive(initial: 0.1, target: 1, horizon: 50) },
    ],
    [nil, LowRankAdapter.Settings(rank: 2)])
  func goesOnFromAnArchiveToTheSameBits(
    settings: ProximalPolicyOptimization.Settings, adapter: LowRankAdapter.Settings?
  ) throws {
    let task = SmallTask(dropout: 0.1)
    var whole = try task.training(settings, adapter: adapter)
    var interrupted = whole
    while !whole.isFinished { try whole.advance() }
    while !interrupted.isFinished {
      try interrupted.advance()
      interrupted = try ProximalPolicyOptimization(
        archive: interrupted.archive(), task: task.task())
    }
    #expect(whole.history == interrupted.history)
    #expect(whole.records == interrupted.records)
    #expect(whole.klCoefficient == interrupted.klCoefficient)
    #expect(whole.numbers == interrupted.numbers)
    #expect(try whole.archive() == interrupted.archive())
  }

  @Test func refusesAnArchiveOfOtherPrompts() throws {
    let archive = try SmallTask().training(SmallTask.settings()).archive()
    var task = SmallTask().task()
    task.prompts.append([5])
    #expect(throws: TrainingError.differentCorpus) {
      try ProximalPolicyOptimization(archive: archive, task: task)
    }
    #expect(throws: (any Error).self) {
      try ProximalPolicyOptimization(archive: archive.dropLast(4), task: SmallTask().task())
    }
  }

  /// The reference is the base, and only the adapter is trained.
  @Test func anAdapterLeavesItsBaseAlone() throws {
    var training = try SmallTask().training(
      SmallTask.settings(), adapter: LowRankAdapter.Settings(rank: 2))
    let before = training.actor.base.parameters.tensors
    while !training.isFinished { try training.advance() }
    #expect(training.actor.base.parameters.tensors == before)
    #expect(training.reference.parameters.tensors == before)
    #expect(training.actor.merged.parameters.tensors != before)
    // A (16, 2) and B (2, 48) for the input, A (16, 2) and B (2, 16) for the output, in two blocks.
    #expect(training.actor.trainedParameterCount == 2 * (32 + 96 + 32 + 32))
  }

  @Test func rewardsAreTheScoreLessThePenalty() throws {
    let settings = SmallTask.settings(iterations: 2) {
      $0.recording.interval = 1
      $0.recording.responses = 12
      $0.penalty.control = .fixed(0.5)
      $0.optimization.learningRate = 0.01
    }
    var training = try SmallTask().training(settings)
    try training.advance()
    let last = try training.advance()
    let records = training.records.filter { $0.iteration == 2 }
    #expect(records.count == 12)
    var total = 0.0
    for record in records {
      for column in record.response.indices {
        let penalty =
          0.5 * (record.logProbabilities[column] - record.referenceLogProbabilities[column])
        let score = column == record.response.count - 1 ? record.score : 0
        #expect(abs(record.rewards[column] - (score - penalty)) < 1e-12)
        let ratio = exp(record.newLogProbabilities[column] - record.logProbabilities[column])
        #expect(abs(record.ratios[column] - ratio) < 1e-12)
      }
      #expect(record.goldScore == Double(record.response.count))
      total += record.rewards.reduce(0, +) / 12
    }
    #expect(abs(last.totalReward - total) < 1e-9)
    #expect(last.kl != 0)
    let advantages = records.flatMap(\.advantages)
    let mean = advantages.reduce(0, +) / Double(advantages.count)
    #expect(abs(mean) < 1e-9, "whitened over the real tokens")
  }

  @Test func stopsBeforeTheStepWhereThePolicyHasMovedTooFar() throws {
    let settings = SmallTask.settings(iterations: 1) {
      $0.optimization.epochs = 8
      $0.optimization.learningRate = 0.02
      $0.loss.policyKLLimit = 0.01
    }
    var training = try SmallTask().training(settings)
    let iteration = try training.advance()
    #expect(iteration.isStoppedEarly)
    #expect(iteration.updates >= 1 && iteration.updates < 24)
    // No minibatch above the limit led to a step, so no mean over those that did is above it.
    #expect(iteration.policyKL <= 0.01)
  }

  @Test func aResponseCutOffGetsItsOwnScore() throws {
    let settings = SmallTask.settings(iterations: 1) {
      $0.scores.unended = -5
      $0.recording.responses = 12
    }
    var training = try SmallTask().training(settings)
    let iteration = try training.advance()
    #expect(iteration.endedFraction > 0 && iteration.endedFraction < 1)
    for record in training.records {
      let isEnded = record.response.last == 0
      #expect(isEnded || record.response.count == 7)
      // The first penalty is zero up to rounding: the policy is still the reference.
      #expect(abs(record.rewards.last! - (isEnded ? record.score : -5)) < 1e-4)
    }
  }

  @Test func pretrainingTextIsMixedIn() throws {
    let settings = SmallTask.settings(iterations: 1) { $0.pretraining.coefficient = 1 }
    var task = SmallTask().task()
    task.pretraining = TokenCorpus(
      training: (0..<200).map { Int32($0 % 8) }, validation: [], vocabularySize: 8)
    func trained(_ settings: ProximalPolicyOptimization.Settings) throws
      -> ProximalPolicyOptimization
    {
      var training = try ProximalPolicyOptimization(
        actor: TunableModel(try SmallTask().model()), task: task, settings: settings,
        stream: RandomStream(seed: 2))
      try training.advance()
      return training
    }
    let mixed = try trained(settings)
    #expect(abs(mixed.history[0].pretrainingLoss! - log(8)) < 0.2)
    let plain = try trained(SmallTask.settings(iterations: 1))
    #expect(plain.history[0].pretrainingLoss == nil)
    #expect(mixed.numbers != plain.numbers)
  }

  @Test func keepsTheLastGoodStateWhereAScoreIsNotANumber() throws {
    let reward: Scorer = { prompts, responses in
      let scores = try SmallTask.reward(prompts, responses)
      return prompts[0] == SmallTask.prompts[0] ? scores.map { _ in .nan } : scores
    }
    let settings = SmallTask.settings(iterations: 50) { $0.rollout.prompts = 3 }
    var training = try SmallTask().training(settings, reward: reward)
    var good = training
    let error = #expect(throws: TrainingError.self) {
      while !training.isFinished {
        good = training
        try training.advance()
      }
    }
    guard case .notFinite(let quantity, let iteration) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(quantity == "the score of a response")
    #expect(iteration == good.history.count + 1)
    #expect(training.numbers == good.numbers)
    #expect(try training.archive() == good.archive())
  }

  @Test func refusesAnotherNumberOfScoresThanResponses() throws {
    var training = try SmallTask().training(SmallTask.settings()) { _, _ in [1, 2] }
    #expect(throws: TrainingError.self) { try training.advance() }
    #expect(training.history.isEmpty)
  }

  @Test func refusesNetworksThatCannotReadTheResponses() throws {
    let small = try SmallTask(context: 8).model()
    #expect(throws: TrainingError.self) {
      try ProximalPolicyOptimization(
        actor: TunableModel(SmallTask().model()), criticTrunk: small, task: SmallTask().task(),
        settings: SmallTask.settings(), stream: RandomStream(seed: 1))
    }
    let reward = RewardModel(trunk: small, stream: RandomStream(seed: 1))
    #expect(throws: ExampleProblem.tooLong) {
      try reward.scorer([[1, 2, 3]], [[1, 2, 3, 4, 5, 6]])
    }
  }

  @Test func namesTheLossThatIsNotANumber() throws {
    let settings = SmallTask.settings(iterations: 5) {
      $0.optimization.learningRate = 1e25
      $0.optimization.gradientClip = nil
    }
    var training = try SmallTask().training(settings)
    let before = training.numbers
    let error = #expect(throws: TrainingError.self) { try training.advance() }
    guard case .notFinite(_, iteration: 1) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(training.numbers == before)
    #expect(training.history.isEmpty)
  }

  /// Without a ratio only the first step on a rollout follows the gradient of the policy that made it.
  @Test func aMethodWithoutARatioTakesOneStepOnARollout() throws {
    for method in PolicyMethod.allCases {
      var settings = ProximalPolicyOptimization.Settings(method: method)
      settings.iterations = 1
      settings.rollout.prompts = 6
      settings.rollout.samplesPerPrompt = 2
      settings.rollout.sampling.maximumTokens = 7
      var training = try SmallTask().training(settings)
      #expect(try training.advance().updates == (method.hasRatio ? 16 : 1))
    }
  }

  @Test func groupsWeighTheirResponsesAlike() {
    func aggregation(_ method: PolicyMethod) -> Aggregation {
      ProximalPolicyOptimization.Settings(method: method).loss.policy.aggregation
    }
    #expect(aggregation(.grpo) == .sequences)
    #expect(aggregation(.ppo) == .tokens)
    #expect(aggregation(.a2c) == .tokens && aggregation(.rloo) == .tokens)
  }

  @Test func refusesSettingsThatCannotWork() throws {
    for change in [
      { $0.optimization.minibatches = 13 },
      {
        $0.method = .rloo
        $0.rollout.samplesPerPrompt = 1
      },
      { $0.rollout.sampling.temperature = 0 }, { $0.rollout.sampling.maximumTokens = 21 },
      { $0.optimization.epochs = 0 },
      { $0.optimization.learningRate = -1 }, { $0.rollout.sampling.repetitionPenalty = 1.2 },
      { $0.penalty.control = .fixed(-0.1) },
      { $0.penalty.control = .adaptive(initial: 0.1, target: 0, horizon: 10) },
      { $0.method = .a2c },
      {
        $0.method = .a2c
        $0.optimization.epochs = 1
      },
      {
        $0.method = .rloo
        $0.optimization.minibatches = 1
      },
      { $0.rollout.rounds = 0 },
      {
        $0.rollout.rounds = 2
        $0.rollout.samplesPerPrompt = 1
      },
      { $0.scores.overlong = 8 }, { $0.scores.overlong = 0 },
      { $0.policyMask.topP = 0 }, { $0.policyMask.interval = 0 },
      { $0.optimization.dropout = 1 }, { $0.optimization.dropout.attention = .nan },
      { $0.optimization.gradientClip = 0 },
      { $0.loss.policy.clipLow = 0 },
    ] as [(inout ProximalPolicyOptimization.Settings) -> Void] {
      #expect(throws: TrainingError.self) {
        try SmallTask().training(SmallTask.settings(.ppo, iterations: 3, change))
      }
    }
    var task = SmallTask().task()
    task.prompts = []
    #expect(throws: TrainingError.self) {
      try ProximalPolicyOptimization(
        actor: TunableModel(SmallTask().model()), task: task, settings: SmallTask.settings(),
        stream: RandomStream(seed: 1))
    }
  }

  @Test func doesNotDependOnTheNumberOfThreads() throws {
    let results = try [1, 2, 3].map { count in
      try Parallel.withThreads(count) {
        var training = try SmallTask().training(
          SmallTask.settings { $0.optimization.dropout = 0.1 })
        while !training.isFinished { try training.advance() }
        return training.numbers
      }
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}
