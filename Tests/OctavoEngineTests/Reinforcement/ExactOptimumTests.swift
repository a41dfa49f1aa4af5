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
      embedding.values.map { 8 * $0 }, shape: embedding.shape)
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
  @Test func probe() throws {
    let env0 = ProcessInfo.processInfo.environment["IT"]
    for seed in (env0 == nil ? [] : [1, 2, 3]) as [UInt64] {
      let task = try EnumerableTask(seed: seed)
      print("ref entropy", task.referenceDistribution.entropy, log(7776.0))
      for beta in [0.1, 0.3] {
        let problem = RegularizedObjective(
          reference: task.referenceDistribution, rewards: task.rewards, coefficient: beta)
        print(
          beta, "optimal", problem.optimalValue, "kl",
          problem.optimum.klDivergence(to: task.referenceDistribution),
          "reward", problem.optimum.expectation { task.rewards[$0] })
        let env = ProcessInfo.processInfo.environment
        func value(_ name: String, _ or: Double) -> Double { env[name].flatMap(Double.init) ?? or }
        let settings = ProximalPolicyOptimization.Settings(
          iterations: Int(value("IT", 200)), prompts: Int(value("B", 128)),
          sampling: SamplingSettings(maximumTokens: 5),
          klControl: .fixed(beta), epochs: Int(value("E", 4)), minibatches: Int(value("M", 4)),
          learningRate: value("LR", 1e-3), schedule: .linear,
          recordedResponses: 0)
        var training = try ProximalPolicyOptimization(
          actor: TunableModel(task.reference),
          task: .init(prompts: [EnumerableTask.prompt], reward: task.scorer), settings: settings,
          stream: RandomStream(seed: seed))
        let start = Date()
        while !training.isFinished {
          let i = try training.advance()
          if i.iteration % 40 == 0 {
            print(
              seed, beta, i.iteration, "frac",
              task.fraction(of: training.actor.merged, coefficient: beta), "kl", i.kl, "exact",
              task.kl(of: training.actor.merged), "score", i.score, "ratio", i.smallestRatio,
              i.largestRatio, "akl", i.approximateKL, "ev", i.explainedVariance ?? -1,
              "clip", i.clipFraction)
          }
        }
        print("seconds", Date().timeIntervalSince(start))
      }
    }
  }
}
