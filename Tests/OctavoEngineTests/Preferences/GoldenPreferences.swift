import OctavoEngine
import Testing

/// Losses that learn from preferences, with their gradients.
let goldenPreferences: [String: GoldenCheck] = [
  "rm_pairwise_loss": { golden in
    let (chosen, rejected) = (try golden.numbers("chosen"), try golden.numbers("rejected"))
    let scores = zip(chosen, rejected).flatMap { [$0, $1] }
    let ranks = chosen.map { _ in [0, 1] }
    try golden.expect(PreferenceLoss.accuracy(scores: scores, ranks: ranks), "accuracy")
    // The engine has no centering of scores.
    if (try? golden.parameter("center_rewards_coefficient")) != nil { return }
    let loss = PreferenceLoss.kWise(
      scores: scores, ranks: ranks, margins: try? golden.numbers("margin"))
    try golden.expect(loss.value, "value")
    let gradients = loss.gradient.chunks(of: 2)
    try golden.expect(gradients.map { $0[0] }, "d_chosen")
    try golden.expect(gradients.map { $0[1] }, "d_rejected")
  },
  "rm_kwise_loss": { golden in
    let scores = try golden.values("scores")
    let ranks = (0..<scores.rows).map { _ in Array(0..<scores.columns) }
    let loss = PreferenceLoss.kWise(scores: scores.values, ranks: ranks)
    try golden.expect(loss.value, "value")
    try golden.expect(loss.gradient, "d_scores")
    try golden.expect(
      PreferenceLoss.accuracy(scores: scores.values, ranks: ranks), "pair_accuracy")
  },
  "rm_kwise_loss_ranks": { golden in
    let scores = try golden.values("scores")
    let ranks = try golden.integers("ranks").map { Int($0) }.chunks(of: scores.columns)
    let loss = PreferenceLoss.kWise(scores: scores.values, ranks: ranks)
    try golden.expect(loss.value, "value")
    try golden.expect(loss.gradient, "d_scores")
  },
  "rm_pick_best_loss": { golden in
    let scores = try golden.values("scores")
    let loss = PreferenceLoss.pickBest(
      scores: scores.values.chunks(of: scores.columns),
      best: try golden.integers("best").map { Int($0) })
    try golden.expect(loss.value, "value")
    try golden.expect(loss.gradient, "d_scores")
  },
  "rm_plackett_luce_loss": { golden in
    let scores = try golden.values("scores")
    let loss = PreferenceLoss.plackettLuce(scores: scores.values.chunks(of: scores.columns))
    try golden.expect(loss.value, "value")
    try golden.expect(loss.gradient, "d_scores")
  },
  "reward_normalise": { golden in
    let scores = try golden.numbers("scores")
    let normalization = RewardNormalization(
      of: scores, mean: try golden.parameter("target_mean"),
      deviation: try golden.parameter("target_std"))
    try golden.expect(normalization.gain, "gain")
    try golden.expect(normalization.bias, "bias")
    try golden.expect(scores.map { normalization($0) }, "normalised")
  },
  "bradley_terry_ceiling": { golden in
    let differences = try golden.numbers("gold_difference")
    try golden.expect(
      differences.map(BradleyTerry.probability), "label_probability")
    try golden.expect(
      BradleyTerry.accuracyCeiling(goldDifferences: differences), "bayes_accuracy")
    try golden.expect(
      BradleyTerry.crossEntropyFloor(goldDifferences: differences), "bayes_cross_entropy")
  },
  "dpo_loss": { golden in
    let (chosen, rejected) = (
      try golden.numbers("policy_chosen"), try golden.numbers("policy_rejected")
    )
    let (referenceChosen, referenceRejected) = (
      try golden.numbers("ref_chosen"), try golden.numbers("ref_rejected")
    )
    let loss = DirectPreferenceLoss(
      coefficient: try golden.parameter("beta"),
      form: golden.id.contains("ipo") ? .identity : .sigmoid,
      labelSmoothing: (try? golden.parameter("label_smoothing")) ?? 0)
    let responses = (Array(zip(chosen, referenceChosen)) + Array(zip(rejected, referenceRejected)))
      .map {
        ResponseLikelihood(logProbability: $0, reference: $1, length: 1)
      }
    let count = chosen.count
    let result = loss(
      responses, comparing: (0..<count).map { Comparison(better: $0, worse: $0 + count) })
    try golden.expect(result.value, "value")
    try golden.expect(Array(result.gradient.prefix(count)), "d_policy_chosen")
    try golden.expect(Array(result.gradient.suffix(count)), "d_policy_rejected")
    if golden.expected["chosen_rewards"] == nil { return }
    let rewards = responses.map(loss.impliedReward)
    try golden.expect(Array(rewards.prefix(count)), "chosen_rewards")
    try golden.expect(Array(rewards.suffix(count)), "rejected_rewards")
  },
]
