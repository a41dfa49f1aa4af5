import OctavoEngine
import Testing

/// Golden numbers by token, which are computed in float64 here too and compared as such.
extension GoldenCase {
  func values(_ name: String) throws -> TokenValues {
    guard case .array(let shape, let data) = try inputs.value(name) else {
      throw MissingFromGoldenCase(what: name)
    }
    return TokenValues(rows: shape[0], columns: shape[1], values: data)
  }

  func mask() throws -> TokenMask {
    let marks = try values("mask")
    return TokenMask(
      rows: marks.rows, columns: marks.columns, isReal: marks.values.map { $0 == 1 })
  }

  func numbers(_ name: String) throws -> [Double] { try inputs.value(name).numbers }

  /// Compares float64 numbers, at the real tokens only if there is a mask. Where the case has "not
  /// a number" this engine has zero: it defines what is empty as nothing.
  func expect(
    _ actual: [Double], _ name: String, tolerance: Double = 1e-9, at mask: TokenMask? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try expected(name)
    #expect(actual.count == expected.count, "\(id): \(name)", sourceLocation: sourceLocation)
    for index in expected.indices where mask?.isReal[index] ?? true {
      let wanted = expected[index].isNaN ? 0 : expected[index]
      #expect(
        abs(actual[index] - wanted) <= tolerance * max(1, abs(wanted)),
        "\(id): \(name)[\(index)] is \(actual[index]), not \(wanted)",
        sourceLocation: sourceLocation)
    }
  }

  func expect(
    _ actual: Double, _ name: String, tolerance: Double = 1e-9,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expect([actual], name, tolerance: tolerance, sourceLocation: sourceLocation)
  }
}

let goldenTokenStatistics: [String: GoldenCheck] = [
  "masked_stats": { golden in
    let (x, mask) = (try golden.values("x"), try golden.mask())
    if golden.expected["mean_safe"] != nil { try golden.expect(x.mean(mask), "mean_safe") }
    try golden.expect(x.variance(mask, .population), "var_population")
    try golden.expect(x.variance(mask, .unbiased), "var_unbiased")
    // A single token or none has no unbiased whitening to compare with.
    for variance in mask.count > 1 ? Variance.allCases : [] {
      let name = "whiten_\(variance.rawValue)"
      if golden.expected[name] != nil {
        try golden.expect(x.whitened(mask, variance).values, name)
      }
      let kept = x.whitened(mask, variance, keepingMean: true)
      try golden.expect(kept.values, "\(name)_keep_mean")
    }
  },
  "gae": { golden in
    let mask = try golden.mask()
    let estimate = GeneralizedAdvantageEstimation(
      discount: try golden.parameter("gamma"), lambda: try golden.parameter("lam"))(
        rewards: try golden.values("rewards"), values: try golden.values("values"), mask: mask)
    try golden.expect(estimate.advantages.values, "advantages_skip")
    try golden.expect(estimate.returns.values, "returns_skip_masked")
    // The two conventions agree at real tokens, whitened or not, unless there is a hole between
    // them.
    if golden.id.contains("hole") { return }
    try golden.expect(estimate.advantages.values, "advantages_multiply", at: mask)
    for variance in Variance.allCases {
      let name = "advantages_multiply_whitened_\(variance.rawValue)"
      if golden.expected[name] == nil { continue }
      try golden.expect(estimate.advantages.whitened(mask, variance).values, name, at: mask)
    }
  },
  "token_rewards": { golden in
    let (log, reference) = (try golden.values("logprobs"), try golden.values("ref_logprobs"))
    let (scores, mask) = (try golden.numbers("scores"), try golden.mask())
    let coefficient = try golden.parameter("kl_coef")
    let names: [(KLEstimator, String)] = [
      (.k1, "kl"), (.absolute, "abs"), (.k2, "mse"), (.k3, "k3"),
    ]
    for (estimator, name) in names where golden.expected["rewards_\(name)"] != nil {
      let rewards = TokenRewards(coefficient: coefficient, estimator: estimator)
      try golden.expect(
        rewards(log, reference: reference, scores: scores, mask: mask).values, "rewards_\(name)")
      if golden.expected["non_score_reward_\(name)"] == nil { continue }
      try golden.expect(
        rewards.penalties(log, reference: reference).values, "non_score_reward_\(name)")
      try golden.expect(
        estimator(log, reference: reference).rowSums(mask), "sequence_kl_\(name)")
    }
    if golden.expected["rewards_kl_score_clipped"] != nil {
      let rewards = TokenRewards(
        coefficient: coefficient, scoreClip: try golden.parameter("score_clip"))
      try golden.expect(
        rewards(log, reference: reference, scores: scores, mask: mask).values,
        "rewards_kl_score_clipped")
    }
  },
  "kl_estimators": { golden in
    let (log, reference) = (try golden.values("logprobs"), try golden.values("ref_logprobs"))
    let mask = try golden.mask()
    for estimator in [KLEstimator.k1, .k2, .k3] {
      let name = estimator.rawValue
      try golden.expect(estimator(log, reference: reference).values, "\(name)_per_token")
      let loss = estimator.loss(log, reference: reference, mask: mask)
      try golden.expect(loss.value, "\(name)_masked_mean")
      try golden.expect(loss.gradient, "d_logprobs_of_\(name)_masked_mean")
    }
  },
  "adaptive_kl": { golden in
    let control = KLControl.adaptive(
      initial: try golden.parameter("init"), target: try golden.parameter("target"),
      horizon: try golden.parameter("horizon"))
    let responses = Int(try golden.parameter("n_steps"))
    var coefficient = control.initialCoefficient
    let after = try golden.numbers("kl").map { kl in
      coefficient = control.updated(
        coefficient, sequenceKL: kl, tokenKL: .nan, responses: responses)
      return coefficient
    }
    try golden.expect(after, "coef_after_each_update")
  },
  "adaptive_kl_rl4lms": { golden in
    let control = KLControl.adaptivePerToken(
      initial: try golden.parameter("init"), target: try golden.parameter("target"),
      gain: try golden.parameter("gain"))
    var coefficient = control.initialCoefficient
    let after = try golden.numbers("kl").map { kl in
      coefficient = control.updated(coefficient, sequenceKL: .nan, tokenKL: kl, responses: 1)
      return coefficient
    }
    try golden.expect(after, "coef_after_each_update")
  },
  "running_moments": { golden in
    guard case .list(let batches) = try golden.inputs.value("batches") else {
      throw MissingFromGoldenCase(what: "batches")
    }
    var moments = RunningMoments()
    var (means, variances, deviations): ([Double], [Double], [Double]) = ([], [], [])
    for batch in batches {
      moments.add(try batch.numbers)
      means.append(moments.mean)
      variances.append(moments.variance(.population))
      deviations.append(moments.deviation(.unbiased))
    }
    try golden.expect(means, "mean")
    try golden.expect(variances, "var_population")
    try golden.expect(deviations, "std_unbiased")
  },
  "group_advantages": { golden in
    let rewards = try golden.values("rewards")
    func byGroup(_ advantages: ([Double]) -> [Double]) -> [Double] {
      (0..<rewards.rows).flatMap { advantages(Array(rewards.row($0))) }
    }
    if rewards.columns == 1 {
      try golden.expect(byGroup(GroupAdvantages.leaveOneOut), "rloo_safe")
      try golden.expect(byGroup { GroupAdvantages.standardized($0) }, "grpo_safe")
      return
    }
    try golden.expect(byGroup(GroupAdvantages.leaveOneOut), "rloo")
    try golden.expect(byGroup(GroupAdvantages.centered), "reinforce_mean_baseline_dr_grpo")
    try golden.expect(byGroup { GroupAdvantages.standardized($0) }, "grpo_trl_eps1e-4")
    try golden.expect(
      byGroup { GroupAdvantages.standardized($0, epsilon: 1e-6) }, "grpo_verl_eps1e-6")
    let best = (0..<rewards.rows).map { GroupAdvantages.best(Array(rewards.row($0))) ?? -1 }
    try golden.expect(best.map(Double.init), "raft_best_of_group_index")
  },
]
