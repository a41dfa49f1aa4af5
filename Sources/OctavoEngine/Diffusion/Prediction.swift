import CKernels

/// What a denoising model predicts of a noisy image xₜ = a x₀ + s ε, where a² + s² = 1.
public enum Prediction: String, Codable, Hashable, Sendable, CaseIterable {
  /// The noise ε (Ho et al. 2020).
  case noise
  /// The image x₀.
  case image
  /// v = a ε − s x₀ (Salimans & Ho 2022).
  case velocity

  /// What the model is to predict: all of one shape, a row of the batch at its own step.
  package func target(
    image: Tensor, noise: Tensor, steps: [Int], _ schedule: NoiseSchedule
  ) -> Tensor {
    switch self {
    case .noise: noise
    case .image: image
    case .velocity:
      Tensor.combined(image, noise) { row in
        let scales = schedule.scales(steps[row])
        return (-scales.noise, scales.image)
      }
    }
  }

  /// The image and the noise that a prediction amounts to.
  package func imageAndNoise(
    prediction: Tensor, noisy: Tensor, steps: [Int], _ schedule: NoiseSchedule
  ) -> (image: Tensor, noise: Tensor) {
    func combined(
      _ noisyScale: (_ a: Double, _ s: Double) -> Double,
      _ scale: (_ a: Double, _ s: Double) -> Double
    ) -> Tensor {
      Tensor.combined(noisy, prediction) { row in
        let (a, s) = schedule.scales(steps[row])
        return (noisyScale(a, s), scale(a, s))
      }
    }
    switch self {
    case .noise: return (combined({ a, _ in 1 / a }, { a, s in -s / a }), prediction)
    case .image: return (prediction, combined({ _, s in 1 / s }, { a, s in -a / s }))
    case .velocity:
      return (combined({ a, _ in a }, { _, s in -s }), combined({ _, s in s }, { a, _ in a }))
    }
  }
}

extension NoiseSchedule {
  /// xₜ = √ᾱ x₀ + √(1 − ᾱ) ε, each row of the batch at its own step.
  package func noisy(image: Tensor, noise: Tensor, steps: [Int]) -> Tensor {
    Tensor.combined(image, noise) { scales(steps[$0]) }
  }
}

extension Tensor {
  /// u · x + w · y with the factors of each row of the batch, the first axis.
  package static func combined(
    _ x: Tensor, _ y: Tensor, _ factors: (_ row: Int) -> (Double, Double)
  ) -> Tensor {
    precondition(x.shape == y.shape, "\(x.shape) and \(y.shape)")
    let batch = x.shape[0]
    let size = x.count / batch
    let result = Tensor(uninitialized: x.shape)
    Parallel.forEach(batch) { row in
      let (u, w) = factors(row)
      let first = row * size
      withPointers(x.from(first), y.from(first), result.mutableFrom(first)) { x, y, result in
        octavo_affine(size, Float(u), 0, x, result)
        octavo_add_scaled(size, Float(w), y, result)
      }
    }
    return result
  }
}
