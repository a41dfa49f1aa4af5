import Foundation
import OctavoEngine
import Testing

/// Diffusion: schedules, what a model may predict, sampling.
let goldenDiffusion: [String: GoldenCheck] = [
  "noise_schedule": { golden in
    let schedule = try golden.schedule
    let indices = (try? golden.integers("index").map(Int.init)) ?? Array(0..<schedule.steps)
    let expected: [(String, (Int) -> Double)] = [
      ("betas", { schedule.betas[$0] }), ("alphas", { 1 - schedule.betas[$0] }),
      ("alpha_bar", { schedule.signal($0) }), ("alpha_bar_prev", { schedule.signal($0 - 1) }),
      ("sqrt_alpha_bar", { schedule.scales($0).image }),
      ("sqrt_one_minus_alpha_bar", { schedule.scales($0).noise }),
      ("posterior_variance", { pow(schedule.ancestralStep($0).fresh, 2) }),
      ("snr", { schedule.signalToNoise($0) }),
    ]
    for (name, quantity) in expected {
      try golden.expectDoubles(indices.map(quantity), name)
    }
  },
  "diffusion_conversions": { golden in
    let schedule = try golden.schedule
    let (x0, eps) = (try golden.tensor("x0"), try golden.tensor("eps"))
    let steps = try golden.integers("t").map(Int.init)
    let noisy = schedule.noisy(image: x0, noise: eps, steps: steps)
    try golden.expect(noisy.values, "x_t")
    let v = Prediction.velocity.target(image: x0, noise: eps, steps: steps, schedule)
    try golden.expect(v.values, "v")
    for kind in Prediction.allCases {
      let target = kind.target(image: x0, noise: eps, steps: steps, schedule)
      let back = kind.imageAndNoise(prediction: target, noisy: noisy, steps: steps, schedule)
      expectClose(back.image, x0, tolerance: 1e-5)
      expectClose(back.noise, eps, tolerance: 1e-5)
    }
    let means = steps.enumerated().flatMap { row, step in
      schedule.ancestralStep(step)(image: x0.batchRow(row), noise: eps.batchRow(row), fresh: nil)
        .values
    }
    try golden.expect(means, "posterior_mean")
  },
  "ddim_step": { golden in
    let schedule = try golden.schedule
    let (noisy, eps) = (try golden.tensor("x_t"), try golden.tensor("eps"))
    let noise = try golden.tensor("noise")
    let steps = try golden.integers("t").map(Int.init)
    let found = Prediction.noise.imageAndNoise(
      prediction: eps, noisy: noisy, steps: steps, schedule)
    try golden.expect(found.image.values, "pred_x0")
    for eta in ["0.0", "0.5", "1.0"] {
      let denoising = steps.map {
        DenoisingStep(from: $0, to: $0 - 1, eta: Double(eta)!, schedule)
      }
      let rows = denoising.enumerated().flatMap { row, step in
        step(
          image: found.image.batchRow(row), noise: found.noise.batchRow(row),
          fresh: noise.batchRow(row)
        ).values
      }
      try golden.expectDoubles(denoising.map(\.fresh), "ddim_eta\(eta)_sigma")
      try golden.expect(rows, "ddim_eta\(eta)_x_prev")
      if eta == "1.0" { try golden.expect(rows, "ddpm_step") }
    }
  },
  "ddim_subsequence": { golden in
    let schedule = NoiseSchedule(.linear, steps: 10, first: 1e-4, last: 0.02)
    let indices = try golden.integers("indices").map(Int.init)
    try golden.expectDoubles(indices.map { schedule.signal($0) }, "alpha_bar")
    let steps = DenoisingStep.all(indices.reversed(), eta: 0, schedule)
    try golden.expectDoubles(
      steps.reversed().map { schedule.signal($0.next) }, "alpha_bar_prev_standard")
  },
  "classifier_free_guidance": { golden in
    let (uncond, cond) = (try golden.tensor("uncond"), try golden.tensor("cond"))
    for scale in ["0.0", "1.0", "3.0", "7.5"] {
      let result = guided(conditional: cond, unconditional: uncond, scale: Double(scale)!)
      try golden.expect(result.values, "scale_\(scale)")
    }
    let scaled = guided(conditional: cond, unconditional: uncond, scale: 1 + 2)
    try golden.expect(scaled.values, "ho_salimans_w2")
  },
  "timestep_embedding": { golden in
    let embedding = sinusoidalEmbedding(
      try golden.inputs.value("t").numbers, width: Int(try golden.parameter("dim")),
      period: try golden.parameter("max_period"))
    try golden.expect(embedding.values, "ldm_cos_sin")
  },
  "gaussian_kl": { golden in
    let tape = Tape()
    let mean = tape.variable(try golden.tensor("mean"))
    let logVariance = tape.variable(try golden.tensor("logvar"))
    let divergence = mean.joined(logVariance).gaussianKL()
    try golden.expect([divergence.value.scalar], "value")
    let gradients = tape.gradients(of: divergence, by: [mean, logVariance])
    try golden.expect(gradients[0].values, "d_mean")
    try golden.expect(gradients[1].values, "d_logvar")
  },
  "mse": { golden in
    let tape = Tape()
    let prediction = tape.variable(try golden.tensor("pred"))
    let loss = prediction.meanSquaredError(try golden.tensor("target"))
    try golden.expect([loss.value.scalar], "value")
    try golden.expect(tape.gradients(of: loss, by: [prediction])[0].values, "d_pred")
  },
]

extension GoldenCase {
  fileprivate var schedule: NoiseSchedule {
    get throws {
      let (first, last) = (try parameter("beta_start"), try parameter("beta_end"))
      let steps = Int(try parameter("T"))
      switch try params.value("schedule").text {
      case "linear": return NoiseSchedule(.linear, steps: steps, first: first, last: last)
      case "scaled_linear":
        return NoiseSchedule(.scaledLinear, steps: steps, first: first, last: last)
      case "cosine": return NoiseSchedule(.cosine, steps: steps)
      case let name: throw MissingFromGoldenCase(what: "a schedule named \(name)")
      }
    }
  }

  /// Compares in double precision, relative to the number.
  fileprivate func expectDoubles(_ actual: [Double], _ name: String) throws {
    let expected = try self.expected(name)
    #expect(actual.count == expected.count)
    for (number, wanted) in zip(actual, expected) {
      #expect(abs(number - wanted) <= 1e-9 * max(1e-6, abs(wanted)), "\(id): \(name)")
    }
  }
}

extension NoiseSchedule {
  /// The step whose result is distributed as xₜ₋₁ given xₜ and x₀.
  fileprivate func ancestralStep(_ step: Int) -> DenoisingStep {
    DenoisingStep(from: step, to: step - 1, eta: 1, self)
  }
}

extension Tensor {
  fileprivate func batchRow(_ row: Int) -> Tensor {
    Tensor(values[row * columns..<(row + 1) * columns], shape: [1, columns])
  }
}
