import OctavoEngine
import OctavoRunner

/// How advantages are estimated.
struct AdvantageOptions: OptionGroup {
  @Option("The discount factor γ.", .within(0...1)) var discount = 1.0
  @Option("λ of GAE: toward 0, advantages rest on values; toward 1, on rewards.", .within(0...1))
  var lambda = 0.95
  @Option("Whether advantages get mean 0 and variance 1 over an iteration's tokens.")
  var whiten = true
  @Option("Which variance that is.") var variance = Variance.unbiased
  @Option(
    "What a score less its group's mean is divided by: the deviation of its `group` or of the `batch`, or `none`, as usual for Dr. GRPO."
  ) var groupScale: GroupScale?

  /// Reports what has no use for the method.
  func check(for method: PolicyMethod, _ problems: inout Problems) {
    guard groupScale != nil, !method.isGroupRelative else { return }
    problems.report(
      at: $groupScale, "the advantages of `\(method.rawValue)` are not scaled by groups",
      remedy: "leave `group-scale` out, or use `grpo` or one of its variants")
  }

  func settings(for method: PolicyMethod) -> ProximalPolicyOptimization.AdvantageSettings {
    var settings = ProximalPolicyOptimization.AdvantageSettings(for: method)
    settings.estimation = GeneralizedAdvantageEstimation(discount: discount, lambda: lambda)
    settings.areWhitened = whiten
    settings.variance = variance
    if let groupScale { settings.groupScale = groupScale }
    return settings
  }
}

extension Variance: OptionChoice {}
extension GroupScale: OptionChoice {}
