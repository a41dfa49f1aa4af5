import OctavoEngine
import OctavoRunner

/// What a minibatch's loss is made of.
struct PolicyLossOptions: OptionGroup {
  @Option("The clip range ε: a ratio outside 1 − ε to 1 + ε has no gradient.", .within(0.001...10))
  var clipRange = 0.2
  @Option(
    "The clip range above 1; without it, `clip-range`, or for `dapo` 0.08 more.",
    .within(0.001...10))
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
    "What the loss is the mean of: all `tokens`, as usual for PPO and DAPO; the `sequences`' own means, for GRPO and GSPO; or their sums over a `constant` length, the most `tokens` of a response, for Dr. GRPO."
  )
  var aggregation: Aggregation?
  @Option(
    "What has a ratio: each `token`, or the `sequence`, whose ratio is the geometric mean of its tokens', as usual for GSPO."
  )
  var ratio: RatioLevel?
  @Option(
    "An iteration's updates end where the policy has moved by more than this, in nats per token.",
    .positive(upTo: 1e6)) var divergenceLimit: Double?

  func settings(for method: PolicyMethod) -> ProximalPolicyOptimization.LossSettings {
    var settings = ProximalPolicyOptimization.LossSettings(for: method)
    settings.policy.clipLow = clipRange
    settings.policy.clipHigh =
      clipRangeHigh ?? (method == .dapo ? clipRange + 0.08 : clipRange)
    settings.policy.dualClip = dualClip
    if let aggregation { settings.policy.aggregation = aggregation }
    if let ratio { settings.policy.ratio = ratio }
    settings.value.clip = valueClip > 0 ? valueClip : nil
    settings.valueCoefficient = valueCoefficient
    settings.entropyCoefficient = entropyCoefficient
    settings.policyKLLimit = divergenceLimit
    return settings
  }

  /// Reports what has no use for the method.
  func check(for method: PolicyMethod, _ problems: inout Problems) {
    guard !method.hasRatio else { return }
    if aggregation != nil {
      problems.report(
        at: $aggregation, "the loss of `\(method.rawValue)` has no choice of its mean",
        remedy: "leave `aggregation` out")
    }
    if ratio != nil {
      problems.report(
        at: $ratio, "the loss of `\(method.rawValue)` has no ratio", remedy: "leave `ratio` out")
    }
  }
}

extension Aggregation: OptionChoice {}
extension RatioLevel: OptionChoice {}
