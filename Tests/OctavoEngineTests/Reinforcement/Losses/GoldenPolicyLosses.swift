import OctavoEngine
import Testing

/// Losses of policies and critics, with their gradients.
let goldenPolicyLosses: [String: GoldenCheck] = [
  "ppo_policy_loss": { golden in
    let loss = ClippedPolicyLoss(
      clipLow: try golden.parameter("clip_low"), clipHigh: try golden.parameter("clip_high"),
      dualClip: try? golden.parameter("dual_clip"))
    let (log, old) = (try golden.values("logprobs"), try golden.values("old_logprobs"))
    let (advantages, mask) = (try golden.values("advantages"), try golden.mask())
    let result = loss(log, old: old, advantages: advantages, mask: mask)
    try golden.expect(result.value, "value")
    try golden.expect(result.gradient, "d_logprobs")

    var bySequence = loss
    bySequence.aggregation = .sequences
    try golden.expect(
      bySequence(log, old: old, advantages: advantages, mask: mask).value,
      "loss_seq_mean_of_token_mean")
    let change = PolicyChange(log, old: old, advantages: advantages, mask: mask, loss)
    try golden.expect(change.clipFraction, "clipfrac_loss_compare")
    try golden.expect(change.approximateKL, "approxkl_k2")
    try golden.expect(change.policyKL, "policykl_k1")
    try golden.expect(change.meanRatio, "ratio_mean")
    let ratios = zip(try golden.expected("ratio"), mask.isReal).filter(\.1).map(\.0)
    #expect(abs(change.smallestRatio - ratios.min()!) < 1e-12)
    #expect(abs(change.largestRatio - ratios.max()!) < 1e-12)
    let perToken = zip(try golden.expected("ratio"), advantages.values).map {
      loss.token(ratio: $0, advantage: $1).value
    }
    try golden.expect(perToken, "per_token_loss")
  },
  "ppo_value_loss": { golden in
    let (values, old) = (try golden.values("vpred"), try golden.values("old_values"))
    let (returns, mask) = (try golden.values("returns"), try golden.mask())
    let loss = ClippedValueLoss(clip: try golden.parameter("cliprange_value"))
    let clipped = loss(values, old: old, returns: returns, mask: mask)
    try golden.expect(clipped.value, "value")
    try golden.expect(clipped.gradient, "d_vpred")
    try golden.expect(
      loss.clipFraction(values, old: old, returns: returns, mask: mask), "clipfrac")
    let plain = ClippedValueLoss(clip: nil)(values, old: old, returns: returns, mask: mask)
    try golden.expect(plain.value, "value_unclipped")
    try golden.expect(plain.gradient, "d_vpred_unclipped")
    try golden.expect(
      values.explainedVariance(of: returns, mask: mask), "var_explained_population")
  },
  "reinforce_loss": { golden in
    // A response of one token is its own sequence.
    func column(_ name: String) throws -> TokenValues {
      let values = try golden.values(name).values
      return TokenValues(rows: values.count, columns: 1, values: values)
    }
    let log = try column("sequence_logprobs")
    let loss = PolicyGradient.sequenceLoss(
      log, advantages: try column("advantages"),
      mask: TokenMask(lengths: log.values.map { _ in 1 }, columns: 1))
    try golden.expect(loss.value, "value")
    try golden.expect(loss.gradient, "d_sequence_logprobs")
  },
  "grpo_loss": { golden in
    let log = try golden.values("logprobs")
    let clip = try golden.parameter("clip")
    let loss = GroupRelativeLoss(
      surrogate: ClippedPolicyLoss(clipLow: clip, clipHigh: clip, aggregation: .sequences),
      coefficient: try golden.parameter("beta"))
    func column(_ name: String) throws -> TokenValues {
      TokenValues(rows: log.values.count, columns: 1, values: try golden.values(name).values)
    }
    let result = loss(
      try column("logprobs"), old: try column("old_logprobs"),
      reference: try column("ref_logprobs"), advantages: try column("advantages"),
      mask: TokenMask(lengths: log.values.map { _ in 1 }, columns: 1))
    try golden.expect(result.value, "value")
    try golden.expect(result.gradient, "d_logprobs")
  },
]

/// Whole minibatches, from logits to the gradient by them, through the tape.
let goldenPolicyMinibatches: [String: GoldenCheck] = [
  "ppo_minibatch": { golden in
    let minibatch = try GoldenMinibatch(golden)
    let mask = minibatch.mask
    let log = try minibatch.logProbabilities("old_logits")
    let reference = try minibatch.logProbabilities("ref_logits")
    try golden.expect(log.values, "old_logprobs", tolerance: 1e-6)
    let kl = KLEstimator.k1(log, reference: reference)
    try golden.expect(kl.values, "kl_per_token", tolerance: 1e-6)
    try golden.expect(kl.rowSums(mask), "sequence_kl", tolerance: 1e-6)
    let rewards = TokenRewards(coefficient: try golden.parameter("kl_coef"))(
      log, reference: reference, scores: try golden.numbers("scores"), mask: mask)
    try golden.expect(rewards.values, "token_rewards", tolerance: 1e-6)

    let oldValues = try golden.values("old_values")
    let estimate = GeneralizedAdvantageEstimation(
      discount: try golden.parameter("gamma"), lambda: try golden.parameter("lam"))(
        rewards: rewards, values: oldValues, mask: mask)
    try golden.expect(estimate.advantages.values, "advantages", tolerance: 1e-6, at: mask)
    try golden.expect(estimate.returns.values, "returns", tolerance: 1e-6, at: mask)
    let advantages = estimate.advantages.whitened(mask, .unbiased)
    try golden.expect(advantages.values, "advantages_whitened", tolerance: 1e-5, at: mask)

    let tape = Tape()
    let logits = tape.variable(try golden.tensor("new_logits"))
    let values = tape.variable(try golden.tensor("vpred"))
    let new = try minibatch.logProbabilities(of: logits)
    let clip = try golden.parameter("cliprange")
    let policy = ClippedPolicyLoss(clipLow: clip, clipHigh: clip)
    let policyLoss = new.loss {
      policy(minibatch.grid($0), old: log, advantages: advantages, mask: mask)
    }
    let valueLoss = values.loss {
      ClippedValueLoss(clip: clip)(
        minibatch.grid($0), old: oldValues, returns: estimate.returns, mask: mask)
    }
    let entropy = try minibatch.entropy(of: logits)
    try golden.expect([policyLoss.value.scalar], "policy_loss")
    try golden.expect([valueLoss.value.scalar], "value_loss")
    try golden.expect([entropy.value.scalar], "entropy")
    let change = PolicyChange(
      minibatch.grid(new.value.values.map(Double.init)), old: log, advantages: advantages,
      mask: mask, policy)
    try golden.expect(change.clipFraction, "clipfrac")
    try golden.expect(change.approximateKL, "approxkl_k2", tolerance: 1e-6)
    try golden.expect(change.policyKL, "policykl_k1", tolerance: 1e-6)

    let losses = policyLoss + valueLoss * Float(try golden.parameter("vf_coef"))
    let total = losses + entropy * Float(-(try golden.parameter("ent_coef")))
    try golden.expect([losses.value.scalar], "value_without_entropy")
    try golden.expect([total.value.scalar], "value")
    let gradients = tape.gradients(of: total, by: [logits, values])
    try golden.expect(gradients[0].values, "d_new_logits")
    try golden.expect(gradients[1].values, "d_vpred")
  },
  "ppo_minibatch_lmhp": { golden in
    let (old, new) = (try golden.values("old_logprobs"), try golden.values("new_logprobs"))
    let mask = TokenMask(
      lengths: Array(repeating: old.columns, count: old.rows), columns: old.columns)
    let rewards = TokenRewards(coefficient: try golden.parameter("kl_coef"))(
      old, reference: try golden.values("ref_logprobs"), scores: try golden.numbers("scores"),
      mask: mask)
    try golden.expect(rewards.values, "token_rewards")
    let whitened = rewards.whitened(mask, .population, keepingMean: true)
    try golden.expect(whitened.values, "token_rewards_whitened")
    let oldValues = try golden.values("old_values")
    let estimate = GeneralizedAdvantageEstimation(
      discount: try golden.parameter("gamma"), lambda: try golden.parameter("lam"))(
        rewards: whitened, values: oldValues, mask: mask)
    try golden.expect(estimate.advantages.values, "advantages")
    try golden.expect(estimate.returns.values, "returns")
    let advantages = estimate.advantages.whitened(mask, .population)
    try golden.expect(advantages.values, "advantages_whitened")

    let policyLoss = ClippedPolicyLoss()(new, old: old, advantages: advantages, mask: mask)
    let valueLoss = ClippedValueLoss()(
      try golden.values("vpred"), old: oldValues, returns: estimate.returns, mask: mask)
    let weight = try golden.parameter("vf_coef")
    try golden.expect(policyLoss.value + weight * valueLoss.value, "value")
    try golden.expect(policyLoss.gradient, "d_new_logprobs")
    try golden.expect(valueLoss.gradient.map { weight * $0 }, "d_vpred")
  },
  "a2c_loss": { golden in
    let minibatch = try GoldenMinibatch(golden)
    let (advantages, returns) = (try golden.values("advantages"), try golden.values("returns"))
    let tape = Tape()
    let logits = tape.variable(try golden.tensor("new_logits"))
    let values = tape.variable(try golden.tensor("vpred"))
    let policyLoss = try minibatch.logProbabilities(of: logits).loss {
      PolicyGradient.tokenLoss(minibatch.grid($0), advantages: advantages, mask: minibatch.mask)
    }
    let valueLoss = values.loss {
      ClippedValueLoss(clip: nil)(
        minibatch.grid($0), old: returns, returns: returns, mask: minibatch.mask)
    }
    // Here the half is part of the value loss, there of its coefficient.
    let total = policyLoss + valueLoss * Float(2 * (try golden.parameter("vf_coef")))
    try golden.expect([total.value.scalar], "value")
    let gradients = tape.gradients(of: total, by: [logits, values])
    try golden.expect(gradients[0].values, "d_new_logits")
    try golden.expect(gradients[1].values, "d_vpred")
  },
  "ptx_loss": { golden in
    let tape = Tape()
    let logits = tape.variable(try golden.tensor("pretrain_logits"))
    let tokens = try golden.integers("pretrain_tokens").chunks(of: logits.shape[1])
    let targets = tokens.flatMap { $0.dropFirst() + [-100] }
    let loss = logits.crossEntropy(targets)
    try golden.expect([loss.value.scalar], "cross_entropy")
    let total = loss * Float(try golden.parameter("ptx_coef"))
    try golden.expect([total.value.scalar], "value")
    try golden.expect(tape.gradients(of: total, by: [logits])[0].values, "d_pretrain_logits")
  },
]

/// Sequences whose column t has the logits that predict the token of column t + 1.
private struct GoldenMinibatch {
  let golden: GoldenCase
  let mask: TokenMask
  private let labels: [Int32]

  init(_ golden: GoldenCase) throws {
    self.golden = golden
    mask = try golden.mask()
    let length = mask.columns + 1
    labels = try golden.integers("tokens").chunks(of: length).flatMap { $0.dropFirst() + [0] }
  }

  func grid(_ values: [Double]) -> TokenValues {
    // The last column of a row of logits predicts nothing.
    let kept =
      values.count == mask.isReal.count
      ? values : values.chunks(of: mask.columns + 1).flatMap { $0.dropLast() }
    return TokenValues(rows: mask.rows, columns: mask.columns, values: kept)
  }

  func logProbabilities(_ name: String) throws -> TokenValues {
    let logits = Variable(try golden.tensor(name))
    return grid(logits.logProbabilities(of: labels).value.values.map(Double.init))
  }

  /// (B · T) of the predicted tokens.
  func logProbabilities(of logits: Variable) throws -> Variable {
    logits.logProbabilities(of: labels).predicting(mask)
  }

  func entropy(of logits: Variable) throws -> Variable {
    let marks = mask.isReal.map { Float($0 ? 1 : 0) }
    return logits.entropy().predicting(mask).mean(mask: Tensor(marks, shape: [marks.count]))
  }
}

extension Variable {
  /// (B, T) → (B · (T − 1)), without the last column.
  fileprivate func predicting(_ mask: TokenMask) -> Variable {
    let length = mask.columns + 1
    let rows = (0..<mask.rows).flatMap { row in (0..<mask.columns).map { Int32(row * length + $0) }
    }
    return reshaped([mask.rows * length, 1]).embedding(rows, shape: [rows.count])
      .reshaped([rows.count])
  }
}
