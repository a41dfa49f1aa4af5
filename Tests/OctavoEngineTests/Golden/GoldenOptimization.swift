import OctavoEngine
import Testing

/// Optimisers and schedules.
let goldenOptimization: [String: GoldenCheck] = [
  "adamw": { try $0.expectUpdates(.afterCorrection) },
  "adam_tf1": { try $0.expectUpdates(.beforeCorrection) },
  "adam_eps_placement": { golden in
    for (placement, name) in [
      (AdamW.EpsilonPlacement.afterCorrection, "torch_form"), (.beforeCorrection, "tf1_form"),
    ] {
      let settings = try golden.adamSettings(placement)
      var parameters = [try golden.tensor("b")]
      var optimizer = AdamW(for: parameters, settings)
      var after: [Float] = []
      for gradient in try golden.tensor("grads_b").values.chunks(of: parameters[0].count) {
        optimizer.update(
          &parameters, gradients: [Tensor(gradient, shape: [gradient.count])],
          learningRate: try golden.parameter("lr"))
        after += parameters[0].values
      }
      try golden.expect(after, name, tolerance: 1e-6)
    }
  },
  "lr_schedule": { golden in
    let warmUp = Int(try golden.parameter("warmup"))
    let iterations = Int(try golden.parameter("total"))
    let peak = try golden.parameter("base_lr")
    let cosine = LearningRateSchedule(
      shape: .cosine, peak: peak, floor: 0.1 * peak, warmUp: warmUp, iterations: iterations)
    let linear = LearningRateSchedule(
      shape: .linear, peak: peak, floor: 0, warmUp: 0, iterations: iterations)
    let steps = try golden.integers("step").map(Int.init)
    try golden.expect(steps.map { Float(cosine.rate(at: $0)) }, "nanogpt_min0.1", tolerance: 1e-7)
    try golden.expect(steps.map { Float(linear.rate(at: $0)) }, "linear_to_zero", tolerance: 1e-7)
  },
  "ema": { golden in
    var average = ExponentialMovingAverage(
      of: [try golden.tensor("shadow")], decay: try golden.parameter("decay"))
    var after: [Float] = []
    for weights in try golden.tensor("weights").values.chunks(of: average.tensors[0].count) {
      average.update([Tensor(weights, shape: [weights.count])])
      after += average.tensors[0].values
    }
    try golden.expect(after, "shadow_after", tolerance: 1e-6)
  },
]

extension GoldenCase {
  func adamSettings(_ placement: AdamW.EpsilonPlacement) throws -> AdamW.Settings {
    AdamW.Settings(
      beta1: try parameter("beta1"), beta2: try parameter("beta2"), epsilon: try parameter("eps"),
      weightDecay: try params["weight_decay"]?.number ?? 0, epsilonPlacement: placement)
  }

  /// Updates a matrix and a vector with given gradients and compares them after every step.
  func expectUpdates(_ placement: AdamW.EpsilonPlacement) throws {
    var parameters = [try tensor("w"), try tensor("b")]
    var optimizer = AdamW(for: parameters, try adamSettings(placement))
    let limit = try? parameter("max_grad_norm")
    var (w, b, norms): ([Float], [Float], [Float]) = ([], [], [])
    let gradients = zip(
      try tensor("grads_w").values.chunks(of: parameters[0].count),
      try tensor("grads_b").values.chunks(of: parameters[1].count))
    for (gradientOfW, gradientOfB) in gradients {
      let gradients = [
        Tensor(gradientOfW, shape: parameters[0].shape),
        Tensor(gradientOfB, shape: parameters[1].shape),
      ]
      let norm = GradientNorm(of: gradients)
      optimizer.update(
        &parameters, gradients: gradients, learningRate: try parameter("lr"),
        gradientScale: norm.clipScale(limit: limit))
      w += parameters[0].values
      b += parameters[1].values
      norms.append(Float(norm.value))
    }
    try expect(w, "w_after_each_step", tolerance: 1e-6)
    try expect(b, "b_after_each_step", tolerance: 1e-6)
    if expected["grad_norm_before_clip"] != nil {
      try expect(norms, "grad_norm_before_clip", tolerance: 1e-6)
      try expect(optimizer.firstMoments[0].values, "final_m_w", tolerance: 1e-6)
      try expect(optimizer.secondMoments[0].values, "final_v_w", tolerance: 1e-6)
    }
  }
}
