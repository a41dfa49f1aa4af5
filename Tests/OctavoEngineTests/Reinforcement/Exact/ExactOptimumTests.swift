import OctavoEngine
import Testing

/// Six symbols, five of them a response: the optimum of the regularised objective is known exactly,
/// and so is how much of it a policy reaches.
struct EnumerableTask: Sendable {
  static let space = SequenceSpace(symbols: 6, length: 5)
  static let prompt: [Int32] = [0]

  let reference: GPT
  let referenceDistribution: Categorical
  /// By sequence, with mean zero under the reference, so that what is reached is gained.
  let rewards: [Double]

  /// A reference that is far from uniform; a quarter for each ascent and an eighth for each symbol
  /// that occurs.
  init(seed: UInt64) throws {
    let configuration = GPT.Configuration(
      vocabularySize: 6, context: 6, layers: 1, heads: 2, width: 32)
    var model = try GPT(configuration, stream: RandomStream(seed: seed).derived(for: "reference"))
    let embedding = model.parameters["tokenEmbedding.weight"]
    model.parameters["tokenEmbedding.weight"] = Tensor(
      embedding.values.map { 5 * $0 }, shape: embedding.shape)
    reference = model
    referenceDistribution = Self.space.distribution(of: model, prompt: Self.prompt)
    let raw = Self.space.sequences.map { sequence in
      let ascents = zip(sequence, sequence.dropFirst()).count { $0 < $1 }
      return 0.25 * Double(ascents) + 0.125 * Double(Set(sequence).count)
    }
    let mean = referenceDistribution.expectation { raw[$0] }
    rewards = raw.map { $0 - mean }
  }

  func training(
    _ control: KLControl, responses: Int, minibatches: Int, seed: UInt64
  ) throws -> ProximalPolicyOptimization {
    let rewards = rewards
    var settings = ProximalPolicyOptimization.Settings()
    settings.iterations = 100
    settings.rollout.prompts = responses
    settings.rollout.sampling.maximumTokens = 5
    settings.penalty.control = control
    settings.optimization.minibatches = minibatches
    settings.optimization.learningRate = 2e-3
    settings.optimization.schedule = .linear
    settings.recording.responses = 0
    var training = try ProximalPolicyOptimization(
      actor: TunableModel(reference),
      task: .init(prompts: [Self.prompt]) { _, responses in
        responses.map { response in rewards[response.reduce(0) { $0 * 6 + Int($1) }] }
      },
      settings: settings, stream: RandomStream(seed: seed))
    while !training.isFinished { try training.advance() }
    return training
  }

  func distribution(of policy: ProximalPolicyOptimization) -> Categorical {
    Self.space.distribution(of: policy.actor.merged, prompt: Self.prompt)
  }
}

@Suite struct ExactOptimumTests {
  @Test(arguments: [1, 2, 3], [(0.1, 0.98), (0.3, 0.95)])
  func ppoReachesTheOptimum(seed: UInt64, goal: (coefficient: Double, fraction: Double)) throws {
    let task = try EnumerableTask(seed: seed)
    let training = try task.training(
      .fixed(goal.coefficient), responses: 128, minibatches: 2, seed: seed)
    let problem = RegularizedObjective(
      reference: task.referenceDistribution, rewards: task.rewards,
      coefficient: goal.coefficient)
    let fraction = problem.value(of: task.distribution(of: training)) / problem.optimalValue
    #expect(fraction >= goal.fraction && fraction <= 1)
  }

  @Test(arguments: [1, 2, 3])
  func theAdaptiveControllerEndsAtItsTarget(seed: UInt64) throws {
    let task = try EnumerableTask(seed: seed)
    let control = KLControl.adaptive(initial: 0.2, target: 2, horizon: 2000)
    let training = try task.training(control, responses: 256, minibatches: 4, seed: seed)
    let kl = task.distribution(of: training).klDivergence(to: task.referenceDistribution)
    #expect(kl >= 1.9 && kl <= 2.1)
  }

  /// The best that the reference has to offer stays under the bound, and under the optimum of the
  /// same divergence.
  @Test(arguments: [2, 4, 16, 64])
  func bestOfNStaysUnderItsBound(n: Int) throws {
    let task = try EnumerableTask(seed: 1)
    let reference = task.referenceDistribution
    let best = Categorical(
      probabilities: BestOfN.distribution(reference.probabilities, rewards: task.rewards, n: n))
    let kl = best.klDivergence(to: reference)
    #expect(kl > 0 && kl <= BestOfN.klBound(n))
    for coefficient in [0.05, 0.1, 0.3, 1] {
      let problem = RegularizedObjective(
        reference: reference, rewards: task.rewards, coefficient: coefficient)
      #expect(problem.value(of: best) <= problem.optimalValue)
    }
  }
}
