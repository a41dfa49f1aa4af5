import OctavoEngine
import OctavoRunner

/// How much experience a policy makes and how it learns from it.
struct PolicyTrainingOptions: OptionGroup {
  @Option(
    "The number of iterations; each samples responses and updates the policy.",
    .within(1...1_000_000))
  var iterations = 50
  @Option("The number of prompts per iteration.", .within(1...65_536))
  var batch = 64
  @Option(
    "The number of responses to each prompt; without it 1, or 4 for methods that compare them.",
    .within(1...1024)) var samples: Int?
  @Option(
    "How often an iteration samples at most, so that other prompts take the place of those whose responses all score the same; without it 1, or 4 for `dapo`.",
    .within(1...1000)) var rounds: Int?
  @Option(
    "The number of epochs over an iteration's responses; without it 4, or 1 for methods without a ratio.",
    .within(1...1000)) var epochs: Int?
  @Option(
    "The number of minibatches per epoch; without it 4, or 1 for methods without a ratio.",
    .within(1...65_536)) var minibatches: Int?
  @Option(
    "The share of activations that policy, reference and critic drop while they learn, policy and reference the same; none unless given, and sampling never drops any."
  )
  var dropout = DropoutOption.all(0)
  @Option("The learning rate of the policy.", .positive(upTo: 1e30)) var learningRate = 1e-4
  @Option(
    "That of a critic that is its own network; without it, the policy's.", .positive(upTo: 1e30))
  var criticLearningRate: Double?
  @Option(
    "The policy's learning rate at the end, where the schedule changes it.", .within(0...1e30))
  var finalLearningRate = 0.0
  @Option("The schedule of the learning rates.") var schedule = LearningRateSchedule.Shape.constant
  @Option("The number of warm-up iterations.", .within(0...10_000_000)) var warmUp = 0
  @Option("β₁ of Adam, the decay rate of the first moment.", .within(0..<1)) var beta1 = 0.9
  @Option("β₂ of Adam, the decay rate of the second moment.", .within(0..<1)) var beta2 = 0.999
  @Option("ε of Adam, which is added to the root of the second moment.", .within(1e-20...1))
  var epsilon =
    1e-5
  @Option(
    "Where Adam adds it: after the correction for its start, as the `paper` has it, or before, as `tensorflow`, whose first steps are much shorter where gradients are small."
  )
  var epsilonPlacement = EpsilonPlacementChoice.paper
  @Option(
    "The norm at which to clip the gradients of policy and critic; 0 does not clip.",
    .within(0...1e30)) var clip = 1.0

  func check(_ problems: inout Problems) {
    problems.requireWarmUp(warmUp, within: iterations, at: $warmUp)
    problems.requireFall(from: learningRate, to: finalLearningRate, at: $finalLearningRate)
  }

  func samples(for method: PolicyMethod) -> Int { samples ?? (method.hasCritic ? 1 : 4) }
  func rounds(for method: PolicyMethod) -> Int { rounds ?? method.usualRounds }
  func epochs(for method: PolicyMethod) -> Int { epochs ?? method.usualEpochs }
  func minibatches(for method: PolicyMethod) -> Int { minibatches ?? method.usualMinibatches }

  /// Reports what the method cannot do with these options.
  func check(for method: PolicyMethod, _ problems: inout Problems) {
    let samples = samples(for: method)
    if !method.hasCritic, samples < 2 {
      problems.report(
        at: $samples,
        "`\(method.rawValue)` compares responses to one prompt, and there is \(samples)",
        remedy: "give 2 or more `samples`")
    }
    if let rounds, rounds > 1, samples == 1 {
      problems.report(
        at: $rounds, "a single response to a prompt never scores other than itself",
        remedy: "give 2 or more `samples`, or leave `rounds` out")
    }
    if !method.hasRatio, epochs(for: method) > 1 {
      problems.report(
        at: $epochs,
        "the loss of `\(method.rawValue)` knows nothing of the policy that responded, so its "
          + "responses can be learned from once",
        remedy: "leave `epochs` out")
    }
    let minibatches = minibatches(for: method)
    if !method.hasRatio, minibatches > 1 {
      problems.report(
        at: $minibatches,
        "the loss of `\(method.rawValue)` knows nothing of the policy that responded, so only the "
          + "first of \(minibatches) steps would follow its gradient",
        remedy: "leave `minibatches` out, and give more `iterations` or a smaller `batch` for more "
          + "steps, or use `ppo` or `grpo`, whose ratio corrects for it")
    }
    if minibatches > batch * samples {
      problems.report(
        at: $minibatches,
        "\((batch * samples).forReading) responses cannot be cut into "
          + "\(minibatches.forReading) minibatches",
        remedy: "give fewer `minibatches`, or a larger `batch`")
    }
  }

  func rollout(
    for method: PolicyMethod, _ sampling: SamplingSettings
  ) -> ProximalPolicyOptimization.RolloutSettings {
    var settings = ProximalPolicyOptimization.RolloutSettings(for: method)
    settings.rounds = rounds(for: method)
    settings.prompts = batch
    settings.samplesPerPrompt = samples(for: method)
    settings.sampling = sampling
    return settings
  }

  func optimization(
    for method: PolicyMethod
  ) -> ProximalPolicyOptimization.OptimizationSettings {
    var settings = ProximalPolicyOptimization.OptimizationSettings(for: method)
    settings.epochs = epochs(for: method)
    settings.minibatches = minibatches(for: method)
    settings.dropout = dropout.applied(to: .zero)
    settings.learningRate = learningRate
    settings.criticLearningRate = criticLearningRate
    settings.minimumLearningRate = finalLearningRate
    settings.warmUp = warmUp
    settings.schedule = schedule
    settings.optimizer = AdamW.Settings(
      beta1: beta1, beta2: beta2, epsilon: epsilon,
      epsilonPlacement: epsilonPlacement.placement)
    settings.gradientClip = clip > 0 ? clip : nil
    return settings
  }
}

extension PolicyMethod: OptionChoice {}

enum EpsilonPlacementChoice: String, OptionChoice {
  case paper, tensorflow

  var placement: AdamW.EpsilonPlacement {
    switch self {
    case .paper: .afterCorrection
    case .tensorflow: .beforeCorrection
    }
  }
}
