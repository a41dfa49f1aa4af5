import Foundation
import OctavoEngine
import Testing

/// Six symbols, five of them a response: the optimum of the regularised objective is known exactly, and so is how much of it a
/// policy reaches.
struct EnumerableTask: Sendable {
  static let space = SequenceSpace(symbols: 6, length: 5)
  static let prompt: [Int32] = [0]

  let reference: GPT
  let referenceDistribution: Categorical
  /// By sequence, with mean zero under the reference.
  let rewards: [Double]

  /// A reference that is far from uniform, and a reward of one for each ascent and half for each symbol that occurs.
  init(seed: UInt64) throws {
    let configuration = GPT.Configuration(
      vocabularySize: 6, context: 6, layers: 2, heads: 2, width: 32)
    var model = try GPT(configuration, stream: RandomStream(seed: seed).derived(for: "reference"))
    let embedding = model.parameters["tokenEmbedding.weight"]
    model.parameters["tokenEmbedding.weight"] = Tensor(
      embedding.values.map { 5 * $0 }, shape: embedding.shape)
    reference = model
    referenceDistribution = Self.space.distribution(of: model, prompt: Self.prompt)
    let raw = Self.space.sequences.map { sequence in
      zip(sequence, sequence.dropFirst()).reduce(0.5 * Double(Set(sequence).count)) {
        $0 + ($1.0 < $1.1 ? 1 : 0)
      } / 4
    }
    let mean = referenceDistribution.expectation { raw[$0] }
    rewards = raw.map { $0 - mean }
  }

  var scorer: Scorer {
    let rewards = rewards
    return { _, responses in
      responses.map { response in rewards[response.reduce(0) { $0 * 6 + Int($1) }] }
    }
  }

  /// What fraction of the optimum's objective a policy reaches; the reference reaches 0.
  func fraction(of policy: GPT, coefficient: Double) -> Double {
    let problem = RegularizedObjective(
      reference: referenceDistribution, rewards: rewards, coefficient: coefficient)
    let distribution = Self.space.distribution(of: policy, prompt: Self.prompt)
    return problem.value(of: distribution) / problem.optimalValue
  }

  func kl(of policy: GPT) -> Double {
    Self.space.distribution(of: policy, prompt: Self.prompt)
      .klDivergence(to: referenceDistribution)
  }
}

@Suite struct ExactOptimumTests {
  func train(
    _ task: EnumerableTask, _ control: KLControl, seed: UInt64
  ) throws -> ProximalPolicyOptimization {
    let env = ProcessInfo.processInfo.environment
    func value(_ name: String, _ or: Double) -> Double { env[name].flatMap(Double.init) ?? or }
    let settings = ProximalPolicyOptimization.Settings(
      iterations: Int(value("IT", 120)), prompts: Int(value("B", 128)),
      sampling: SamplingSettings(maximumTokens: 5), klControl: control,
      epochs: Int(value("E", 4)), minibatches: Int(value("M", 2)), learningRate: value("LR", 2e-3),
      schedule: .linear, recordedResponses: 0)
    var training = try ProximalPolicyOptimization(
      actor: TunableModel(task.reference),
      task: .init(prompts: [EnumerableTask.prompt], reward: task.scorer), settings: settings,
      stream: RandomStream(seed: seed))
    let start = Date()
    while !training.isFinished { try training.advance() }
    print("seconds", Date().timeIntervalSince(start))
    return training
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func ppoReachesTheOptimum(seed: UInt64) throws {
    let task = try EnumerableTask(seed: seed)
    for (coefficient, least) in [(0.1, 0.98), (0.3, 0.95)] {
      let training = try train(task, .fixed(coefficient), seed: seed)
      let fraction = task.fraction(of: training.actor.merged, coefficient: coefficient)
      print("FRACTION", seed, coefficient, fraction)
      #expect(fraction >= least, "β = \(coefficient)")
      #expect(fraction <= 1 + 1e-6)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func theAdaptiveControllerReachesItsTarget(seed: UInt64) throws {
    let task = try EnumerableTask(seed: seed)
    let training = try train(
      task, .adaptive(initial: 0.2, target: 2, horizon: ProcessInfo.processInfo.environment["H"].flatMap(Double.init) ?? 500), seed: seed)
    let kl = task.kl(of: training.actor.merged)
    print("KL", seed, kl, training.klCoefficient, training.history.suffix(10).map(\.kl))
    #expect(kl > 1.9 && kl < 2.1)
  }
}
