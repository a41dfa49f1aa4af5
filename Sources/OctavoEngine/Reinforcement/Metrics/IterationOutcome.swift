/// All that an iteration made, of which its metrics are measured.
struct IterationOutcome {
  /// Of the iteration, counted from 0.
  let index: Int
  /// Responses of the iterations before.
  let earlierSamples: Int
  let rollout: ProximalPolicyOptimization.Rollout
  let evaluation: ProximalPolicyOptimization.Evaluation
  let old: ProximalPolicyOptimization.OldSample
  /// By token, with the penalty, (B, R).
  let rewards: TokenValues
  let targets: ProximalPolicyOptimization.Targets
  let update: PolicyUpdate
  /// β
  let klCoefficient: Double
  /// Of the actor.
  let learningRate: Double
  let hasCriticNetwork: Bool

  var mask: TokenMask { rollout.batch.mask }

  /// log π_old − log π_ref, by token, (B, R).
  var kl: TokenValues { old.unmasked - old.reference }

  /// The mean over responses of its sum over tokens.
  var sequenceKL: Double { kl.rowSums(mask).average }

  var explainedVariance: Double? {
    guard let values = old.values, let returns = targets.returns else { return nil }
    return values.explainedVariance(of: returns, mask: mask)
  }

  var measurement: ProximalPolicyOptimization.Iteration {
    PolicyMetrics.all.reduce(into: .init()) { $0[$1] = $1.number(of: self) }
  }
}

extension [Double] {
  /// Zero where there are no numbers.
  var average: Double { reduce(0, +) / Double(Swift.max(1, count)) }
}
