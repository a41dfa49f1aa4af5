extension ProximalPolicyOptimization {
  /// The policy and critic as they are now, at the tokens of a minibatch, end to end.
  struct NewSample {
    let batch: ResponseBatch
    let weights: Weights
    /// The variables to differentiate by.
    let actorLeaves, criticLeaves: [Variable]
    /// (tokens, V), divided by the temperature.
    let logits: Variable
    /// (tokens)
    let logProbabilities: Variable
    let values: Variable?
  }

  /// New-policy sampling: log π and V of a minibatch's tokens under the weights as they are now, as
  /// variables that the losses can be differentiated through. Nothing is drawn.
  func newPolicySampling(_ rollout: Rollout, _ rows: [Int], on tape: Tape?) -> NewSample {
    let batch = rollout.batch.rows(rows)
    let rates = settings.optimization.dropout
    let temperature = settings.rollout.temperature
    let (weights, leaves) = actor.weights(on: tape)
    let hidden = actor.base.hiddenStates(
      batch.tokens, weights, dropout: rates.drawn(from: rollout.dropout, sequences: rows),
      at: batch.predictors)
    let logits = actor.base.logits(ofHidden: hidden, weights)
    let tempered = temperature == 1 ? logits : logits * (1 / temperature)
    let values = critic.values(
      batch, actorHidden: hidden, on: tape,
      rates.drawn(from: rollout.dropout.derived(for: "critic"), sequences: rows))
    return NewSample(
      batch: batch, weights: weights, actorLeaves: leaves, criticLeaves: values?.leaves ?? [],
      logits: tempered, logProbabilities: tempered.logProbabilities(of: batch.labels),
      values: values?.values)
  }
}
