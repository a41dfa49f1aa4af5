import OctavoEngine
import OctavoRunner

/// What a minibatch's loss is made of.
struct PolicyLossOptions: OptionGroup {
  @Option("The clip range ε: a ratio outside 1 − ε to 1 + ε has no gradient.", .within(0.001...10))
  var clipRange = 0.2
  @Option("The clip range above 1; without it, `clip-range`.", .within(0.001...10))
  var clipRangeHigh: Double?
  @Option(
    "Limits a bad token's loss to this times its advantage, for ratios far above 1.",
    .within(1...1000)) var dualClip: Double?
  @Option(
    "The clip range of a value around the old one; 0 does not clip.",
    .within(0...1000)) var valueClip = 0.2
  @Option("What the critic's loss weighs.", .within(0...1000)) var valueCoefficient = 0.5
  @Option("What the policy's entropy weighs, which keeps it from narrowing.", .within(0...10))
  var entropyCoefficient = 0.0
  @Option(
    "What the loss is the mean of: all `tokens`, as usual for PPO, or the `sequences`' own means, as usual for GRPO."
  )
  var aggregation: Aggregation?
  @Option(
    "An iteration's updates end where the policy has moved by more than this, in nats per token.",
    .positive(upTo: 1e6)) var divergenceLimit: Double?

  func settings(for method: PolicyMethod) -> ProximalPolicyOptimization.LossSettings {
    var settings = ProximalPolicyOptimization.LossSettings(for: method)
    settings.policy.clipLow = clipRange
    settings.policy.clipHigh = clipRangeHigh ?? clipRange
    settings.policy.dualClip = dualClip
    if let aggregation { settings.policy.aggregation = aggregation }
    settings.value.clip = valueClip > 0 ? valueClip : nil
    settings.valueCoefficient = valueCoefficient
    settings.entropyCoefficient = entropyCoefficient
    settings.policyKLLimit = divergenceLimit
    return settings
  }

  /// Reports what has no use for the method.
  func check(for method: PolicyMethod, _ problems: inout Problems) {
    guard !method.hasRatio, aggregation != nil else { return }
    problems.report(
      at: $aggregation, "only the losses of `ppo` and `grpo` have a choice of their mean",
      remedy: "leave `aggregation` out")
  }
}

extension Aggregation: OptionChoice {}
