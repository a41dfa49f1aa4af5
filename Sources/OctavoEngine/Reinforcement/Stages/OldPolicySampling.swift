extension ProximalPolicyOptimization {
  /// The policy and critic that made the responses, and the reference, at their tokens, (B, R).
  struct OldSample {
    var logProbabilities: TokenValues
    /// log π_old with no token ruled out, which the reference is compared with.
    var unmasked: TokenValues
    var values: TokenValues?
    var reference: TokenValues
    /// The pass over the first minibatch, on its tape: the first step learns from it, since nothing
    /// has changed by then.
    var firstPass: (tape: Tape, sample: NewSample)?

    func rows(_ rows: [Int]) -> OldSample {
      OldSample(
        logProbabilities: logProbabilities.rows(rows), unmasked: unmasked.rows(rows),
        values: values?.rows(rows), reference: reference.rows(rows))
    }
  }

  /// Old-policy sampling: log π_old, log π_ref and V_old of every token of the rollout, by full
  /// forward passes. Nothing is drawn.
  func oldPolicySampling(_ rollout: Rollout) throws -> OldSample {
    let mask = rollout.batch.mask
    let nothing = TokenValues(repeating: 0, rows: mask.rows, columns: mask.columns)
    var old = OldSample(
      logProbabilities: nothing, unmasked: nothing, values: critic.isPresent ? nothing : nil,
      reference: nothing)
    let referenceWeights = Weights(reference.parameters)
    for (index, rows) in rollout.minibatches.enumerated() {
      let tape = index == 0 ? Tape() : nil
      let sample = newPolicySampling(rollout, rows, on: tape)
      if let tape { old.firstPass = (tape, sample) }
      old.logProbabilities.setRows(rows, to: sample.batch.spread(sample.logProbabilities))
      old.unmasked.setRows(rows, to: sample.batch.spread(sample.unmasked))
      if let values = sample.values {
        old.values!.setRows(rows, to: sample.batch.spread(values))
      }
      let logProbabilities = reference.logProbabilities(
        sample.batch, referenceWeights, temperature: settings.rollout.temperature,
        dropout: settings.optimization.dropout.drawn(from: rollout.dropout, sequences: rows))
      old.reference.setRows(rows, to: sample.batch.spread(logProbabilities))
    }
    try requireFinite(old.logProbabilities.values, "a log-probability of the policy")
    try requireFinite(old.reference.values, "a log-probability of the reference")
    try requireFinite(old.values?.values ?? [], "a value")
    return old
  }
}
