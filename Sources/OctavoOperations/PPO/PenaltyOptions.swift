import OctavoEngine
import OctavoRunner

/// How the policy is held close to its reference.
struct PenaltyOptions: OptionGroup {
  @Option(
    "What a nat of divergence from the reference costs (β); with a `target`, at the beginning.",
    .within(0...1000)) var coefficient = 0.1
  @Option(
    "The divergence, in nats per response, that the coefficient is steered toward; without it, the coefficient stays.",
    .positive(upTo: 1e6)) var target: Double?
  @Option(
    "Over how many responses the coefficient adapts; smaller is faster.",
    .positive(upTo: 1e12))
  var horizon = 2000.0
  @Option(
    "Counts the `target` by token instead, and adapts by this share of the error an iteration.",
    .positive(upTo: 1000)) var gain: Double?
  @Option("How the divergence is estimated from a token that was drawn.")
  var estimator = KLEstimator.k1

  func check(_ problems: inout Problems) {
    if gain != nil, target == nil {
      problems.report(at: $gain, "`gain` needs a `target`")
    }
    if target != nil, coefficient == 0 {
      problems.report(
        at: $coefficient, "a coefficient of 0 stays 0 however it is steered",
        remedy: "give a small one, such as 0.01")
    }
  }

  var settings: ProximalPolicyOptimization.PenaltySettings {
    var settings = ProximalPolicyOptimization.PenaltySettings()
    settings.control = control
    settings.estimator = estimator
    return settings
  }

  private var control: KLControl {
    guard let target else { return .fixed(coefficient) }
    if let gain { return .adaptivePerToken(initial: coefficient, target: target, gain: gain) }
    return .adaptive(initial: coefficient, target: target, horizon: horizon)
  }
}

extension KLEstimator: OptionChoice {}
