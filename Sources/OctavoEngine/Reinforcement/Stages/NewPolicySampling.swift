extension ProximalPolicyOptimization {
  /// The policy and critic as they are now, at the tokens of a minibatch, end to end.
  struct NewSample {
    let batch: ResponseBatch
    let actor: TunableModel.Pass
    /// The variables to differentiate by.
    let criticLeaves: [Variable]
    /// (tokens, V), divided by the temperature, and without the tokens that are ruled out.
    let logits: Variable
    /// (tokens)
    let logProbabilities: Variable
    /// The same where no token is ruled out.
    let unmasked: Variable
    let values: Variable?
  }

  /// New-policy sampling: log π and V of a minibatch's tokens under the weights as they are now, as
  /// variables that the losses can be differentiated through. Nothing is drawn.
  func newPolicySampling(_ rollout: Rollout, _ rows: [Int], on tape: Tape?) -> NewSample {
    let batch = rollout.batch.rows(rows)
    let rates = settings.optimization.dropout
    let temperature = settings.rollout.temperature
    let pass = actor.pass(on: tape)
    let hidden = pass.model.hiddenStates(
      batch.tokens, pass.weights, dropout: rates.drawn(from: rollout.dropout, sequences: rows),
      at: batch.predictors)
    let logits = pass.model.logits(ofHidden: hidden, pass.weights)
    let tempered = temperature == 1 ? logits : logits * (1 / temperature)
    let masked = masked(tempered, batch)
    let logProbabilities = masked.logProbabilities(of: batch.labels)
    let values = critic.values(
      batch, actorHidden: hidden, on: tape,
      rates.drawn(from: rollout.dropout.derived(for: "critic"), sequences: rows))
    return NewSample(
      batch: batch, actor: pass, criticLeaves: values?.leaves ?? [],
      logits: masked, logProbabilities: logProbabilities,
      unmasked: maskingPolicy == nil
        ? logProbabilities : tempered.detached.logProbabilities(of: batch.labels),
      values: values?.values)
  }
}
