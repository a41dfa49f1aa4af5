import Foundation
import OctavoEngine
import Testing

/// Exact quantities of distributions over few outcomes.
let goldenExactDistributions: [String: GoldenCheck] = [
  "kl_exact": { golden in
    let logits = try golden.numbers("policy_logits")
    let policy = Categorical(logits: logits)
    let reference = Categorical(logits: try golden.numbers("ref_logits"))
    try golden.expect(policy.probabilities, "p")
    try golden.expect(policy.klDivergence(to: reference), "kl_p_q")
    try golden.expect(reference.klDivergence(to: policy), "kl_q_p")
    try golden.expect(
      gradient(at: logits) { $0.klDivergence(to: reference) }, "d_policy_logits_kl_p_q",
      tolerance: 1e-7)
    try golden.expect(
      gradient(at: logits) { reference.klDivergence(to: $0) }, "d_policy_logits_kl_q_p",
      tolerance: 1e-7)
    for estimator in [KLEstimator.k1, .k2, .k3] {
      func estimate(_ policy: Categorical, _ outcome: Int) -> Double {
        estimator(policy.logProbabilities[outcome] - reference.logProbabilities[outcome])
      }
      let mean = policy.expectation { estimate(policy, $0) }
      try golden.expect(mean, "E_\(estimator.rawValue)")
      if golden.expected["var_\(estimator.rawValue)"] != nil {
        let square = policy.expectation { pow(estimate(policy, $0), 2) }
        try golden.expect(square - mean * mean, "var_\(estimator.rawValue)")
      }
      // As a loss, the gradient goes through log p, and the outcomes stay those sampled.
      try golden.expect(
        gradient(at: logits) { moved in policy.expectation { estimate(moved, $0) } },
        "E_grad_\(estimator.rawValue)_as_loss", tolerance: 1e-7)
    }
  },
  "kl_full": { golden in
    let size = try golden.tensor("logits").columns
    let logits = try golden.numbers("logits").chunks(of: size)
    let references = try golden.numbers("ref_logits").chunks(of: size).map {
      Categorical(logits: $0)
    }
    #expect(logits.count == references.count)
    let divergences = zip(logits, references).map {
      Categorical(logits: $0).klDivergence(to: $1)
    }
    try golden.expect(divergences, "per_position")
    try golden.expect(divergences.reduce(0, +), "value")
    let gradients = zip(logits, references).flatMap { logits, reference in
      gradient(at: logits) { $0.klDivergence(to: reference) }
    }
    try golden.expect(gradients, "d_logits", tolerance: 1e-7)
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
      let slopes = gradient(at: optimum.logProbabilities, of: problem.value)
      #expect(slopes.allSatisfy { abs($0) < 1e-7 })
    }
  },
  "exact_policy_gradient": { golden in
    let problem = RegularizedObjective(
      reference: Categorical(probabilities: try golden.numbers("ref")),
      rewards: try golden.numbers("reward"), coefficient: try golden.parameter("beta"))
    let logits = try golden.numbers("logits")
    try golden.expect(problem.value(of: Categorical(logits: logits)), "value")
    try golden.expect(
      gradient(at: logits, of: problem.value), "d_logits", tolerance: 1e-7)
  },
  "bon_kl_bound": { golden in
    let counts = try golden.numbers("n").map { Int($0) }
    try golden.expect(counts.map(BestOfN.klBound), "kl_bound")
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

/// The gradient by the logits, by central differences.
private func gradient(
  at logits: [Double], of function: (Categorical) -> Double
) -> [Double] {
  logits.indices.map { index in
    func moved(_ step: Double) -> Double {
      var logits = logits
      logits[index] += step
      return function(Categorical(logits: logits))
    }
    return (moved(1e-5) - moved(-1e-5)) / 2e-5
  }
}
