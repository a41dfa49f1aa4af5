/// A minibatch before its step: the policy and critic at its tokens, and the losses there.
struct Minibatch {
  let new: ProximalPolicyOptimization.NewSample
  let old: ProximalPolicyOptimization.OldSample
  let targets: ProximalPolicyOptimization.Targets
  let policyLoss: Double
  let valueLoss: Double?
  let entropy: Double
  let pretrainingLoss: Double?
  let change: PolicyChange
  let valueClipFraction: Double?

  /// What must be finite, and what to call it.
  var named: [(String, Double)] {
    [
      ("the policy loss", policyLoss), ("the value loss", valueLoss ?? 0),
      ("the entropy", entropy), ("the pretraining loss", pretrainingLoss ?? 0),
      ("the ratio", change.largestRatio), ("the policy KL", change.policyKL),
    ]
  }

  var measurement: ProximalPolicyOptimization.Iteration {
    PolicyMetrics.all.reduce(into: .init()) { $0[$1] = $1.number(of: self) }
  }
}
