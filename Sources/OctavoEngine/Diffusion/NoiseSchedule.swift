import OctavoBase

/// How much noise a diffusion process has added by each of its T steps (Ho et al. 2020). Step 0 is
/// the least noisy one.
///
/// With ᾱ the product of all 1 − β up to a step, xₜ = √ᾱ x₀ + √(1 − ᾱ) ε.
public struct NoiseSchedule: Codable, Hashable, Sendable {
  public enum Shape: String, Codable, Hashable, Sendable, CaseIterable {
    /// β evenly spaced (Ho et al. 2020).
    case linear
    /// √β evenly spaced: latent diffusion's own, which its code calls linear (Rombach et al. 2022).
    case scaledLinear = "scaled-linear"
    /// ᾱ as a squared cosine, β limited to 0.999 (Nichol & Dhariwal 2021).
    case cosine
  }

  public let shape: Shape
  /// How many steps, T.
  public let steps: Int
  /// The variance that each step adds.
  public let betas: [Double]
  /// ᾱ of each step: what is left of the image's variance.
  public let signals: [Double]

  /// - Parameters:
  ///   - first: β of the first step, and `last` of the last one; the cosine has no use for them.
  /// - Precondition: 0 < first ≤ last < 1, and there is a step.
  public init(_ shape: Shape, steps: Int, first: Double, last: Double) {
    precondition(steps > 0 && first > 0 && first <= last && last < 1)
    self.shape = shape
    self.steps = steps
    func spaced(_ index: Int, _ from: Double, _ to: Double) -> Double {
      steps == 1 ? from : from + (to - from) * Double(index) / Double(steps - 1)
    }
    func remaining(_ index: Int) -> Double {
      let angle = (Double(index) / Double(steps) + 0.008) / 1.008 * .pi / 2
      return Double.cos(angle) * Double.cos(angle)
    }
    betas = (0..<steps).map { index in
      switch shape {
      case .linear: spaced(index, first, last)
      case .scaledLinear: Double.pow(spaced(index, first.squareRoot(), last.squareRoot()), 2)
      case .cosine: min(1 - remaining(index + 1) / remaining(index), 0.999)
      }
    }
    var product = 1.0
    signals = betas.map { beta in
      product *= 1 - beta
      return product
    }
  }

  /// The papers' own ends: 10⁻⁴ to 0.02 for the linear schedule, 0.00085 to 0.012 for latent
  /// diffusion's. With fewer steps than their thousand each adds more, so that as much is added.
  public init(_ shape: Shape, steps: Int) {
    let ends = shape == .scaledLinear ? (0.00085, 0.012) : (1e-4, 0.02)
    let scale = 1000 / Double(steps)
    self.init(
      shape, steps: steps, first: min(ends.0 * scale, 0.999), last: min(ends.1 * scale, 0.999))
  }

  /// ᾱ of a step, and 1 before the first.
  public func signal(_ step: Int) -> Double { step < 0 ? 1 : signals[step] }

  /// √ᾱ and √(1 − ᾱ): what image and noise are multiplied by.
  public func scales(_ step: Int) -> (image: Double, noise: Double) {
    (signal(step).squareRoot(), (1 - signal(step)).squareRoot())
  }

  /// ᾱ / (1 − ᾱ).
  public func signalToNoise(_ step: Int) -> Double { signal(step) / (1 - signal(step)) }

  /// `count` steps from the last to the least noisy of them, evenly spaced and beginning at T − 1
  /// (Lin et al. 2024 on why the last must be among them).
  public func subsequence(_ count: Int) -> [Int] {
    precondition(1...steps ~= count)
    return (1...count).reversed().map { steps * $0 / count - 1 }
  }
}
