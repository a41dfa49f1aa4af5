import Foundation
import OctavoEngine
import Testing

/// Exact quantities of distributions over few outcomes.
let goldenExactDistributions: [String: GoldenCheck] = [
  "kl_exact": { golden in
    let policy = Categorical(logits: try golden.numbers("policy_logits"))
    let reference = Categorical(logits: try golden.numbers("ref_logits"))
    try golden.expect(policy.probabilities, "p")
    try golden.expect(policy.klDivergence(to: reference), "kl_p_q")
    try golden.expect(reference.klDivergence(to: policy), "kl_q_p")
    try golden.expect(policy.klDivergenceGradient(to: reference), "d_policy_logits_kl_p_q")
    try golden.expect(policy.klDivergenceGradient(from: reference), "d_policy_logits_kl_q_p")
    for estimator in [KLEstimator.k1, .k2, .k3] {
      let (mean, variance) = policy.moments(of: estimator, to: reference)
      try golden.expect(mean, "E_\(estimator.rawValue)")
      if golden.expected["var_\(estimator.rawValue)"] != nil {
        try golden.expect(variance, "var_\(estimator.rawValue)")
      }
      try golden.expect(
        policy.expectedGradient(ofLoss: estimator, to: reference),
        "E_grad_\(estimator.rawValue)_as_loss")
    }
  },
  "kl_full": { golden in
    let (logits, reference) = (try golden.tensor("logits"), try golden.tensor("ref_logits"))
    let size = logits.columns
    func distributions(_ name: String) throws -> [Categorical] {
      try golden.numbers(name).chunks(of: size).map { Categorical(logits: $0) }
    }
    let pairs = zip(try distributions("logits"), try distributions("ref_logits"))
    let divergences = pairs.map { $0.klDivergence(to: $1) }
    try golden.expect(divergences, "per_position")
    try golden.expect(divergences.reduce(0, +), "value")
    try golden.expect(pairs.flatMap { $0.klDivergenceGradient(to: $1) }, "d_logits")
    #expect(logits.shape == reference.shape)
  },
  "entropy_seed_formula": { golden in
    let logits = try golden.numbers("logits")
    let distribution = Categorical(logits: logits)
    try golden.expect(distribution.entropy, "correct")
    let printed = Categorical.surveyEntropy(logits)
    let expected = try golden.expected("seed_formula_on_logits")[0]
    #expect(printed.isNaN == expected.isNaN, "\(golden.id)")
    try golden.expect(
      Categorical.surveyEntropy(distribution.probabilities), "seed_formula_on_probabilities")
  },
  "negative_kl_source": { golden in
    let full = Categorical(logits: try golden.numbers("logits"))
    let truncated = try golden.expected("logprob_truncated")
    let gap = full.truncationGap { truncated[$0] > -.infinity }
    try golden.expect(-gap, "log_mass_kept")
    let shifted = zip(full.logProbabilities, truncated).map {
      $1 > -.infinity ? $0 + gap : -.infinity
    }
    for (actual, expected) in zip(shifted, truncated) where expected > -.infinity {
      #expect(abs(actual - expected) < 1e-12, "\(golden.id)")
    }
  },
  "kl_regularised_optimum": { golden in
    let reference = Categorical(probabilities: try golden.numbers("ref"))
    let rewards = try golden.numbers("reward")
    for coefficient in [0.05, 0.2, 1.0, 5.0] {
      let problem = RegularizedObjective(
        reference: reference, rewards: rewards, coefficient: coefficient)
      let optimum = problem.optimum
      try golden.expect(optimum.probabilities, "pi_star_beta\(coefficient)")
      try golden.expect(optimum.klDivergence(to: reference), "kl_beta\(coefficient)")
      try golden.expect(optimum.expectation { rewards[$0] }, "reward_beta\(coefficient)")
      try golden.expect(problem.optimalValue, "objective_beta\(coefficient)")
      #expect(abs(problem.value(of: optimum) - problem.optimalValue) < 1e-12)
      #expect(problem.gradient(at: optimum).allSatisfy { abs($0) < 1e-12 })
    }
  },
  "exact_policy_gradient": { golden in
    let problem = RegularizedObjective(
      reference: Categorical(probabilities: try golden.numbers("ref")),
      rewards: try golden.numbers("reward"), coefficient: try golden.parameter("beta"))
    let policy = Categorical(logits: try golden.numbers("logits"))
    try golden.expect(problem.value(of: policy), "value")
    try golden.expect(problem.gradient(at: policy), "d_logits")
  },
  "bon_kl_bound": { golden in
    let counts = try golden.numbers("n").map { Int($0) }
    try golden.expect(counts.map(BestOfN.klBound), "kl_bound")
    try golden.expect(counts.map(BestOfN.winRateBound), "win_rate_bound")
  },
  "bon_exact": { golden in
    let (p, rewards) = (try golden.numbers("p"), try golden.numbers("reward"))
    for n in [1, 2, 3, 4, 8, 64] {
      let best = BestOfN.distribution(p, rewards: rewards, n: n)
      try golden.expect(best, "pmf_n\(n)")
      let kl = Categorical(probabilities: best).klDivergence(to: Categorical(probabilities: p))
      try golden.expect(kl, "kl_n\(n)")
      try golden.expect(zip(best, rewards).reduce(0) { $0 + $1.0 * $1.1 }, "reward_n\(n)")
    }
  },
  "bon_estimator": { golden in
    let (proxy, gold) = (try golden.numbers("proxy"), try golden.numbers("gold"))
    for n in [1, 2, 4, 8] {
      try golden.expect(BestOfN.estimate(proxy: proxy, values: gold, n: n), "gold_n\(n)")
      try golden.expect(BestOfN.estimate(proxy: proxy, values: proxy, n: n), "proxy_n\(n)")
    }
  },
  "gao_forms": { golden in
    let distances = try golden.numbers("d")
    let (alpha, beta) = (try golden.parameter("alpha"), try golden.parameter("beta"))
    for (form, name, noisy) in [
      (OveroptimizationLaw.Form.bestOfN, "bon", "noisy_bon"),
      (.reinforcementLearning, "rl", "noisy_rl"),
    ] {
      let law = OveroptimizationLaw(form: form, alpha: alpha, beta: beta)
      try golden.expect(distances.map(law.reward), name)
      let peak = try #require(law.peak)
      try golden.expect(peak.distance, "peak_d_\(name)")
      try golden.expect(peak.reward, "peak_R_\(name)")
      let fit = try #require(
        OveroptimizationLaw(
          fitting: form, distances: distances, rewards: try golden.numbers(noisy)))
      try golden.expect([fit.alpha, fit.beta], "fit_\(name)_alpha_beta")
    }
  },
]
