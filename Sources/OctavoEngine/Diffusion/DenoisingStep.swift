/// One step of sampling against the noise, from a step of the schedule to an earlier one.
public struct DenoisingStep: Hashable, Sendable {
  /// Where the noisy image stands.
  public let step: Int
  /// Where it goes; −1 is the clean image.
  public let next: Int
  /// The factors of the image and of the noise that the model finds in it, and of fresh noise.
  public let image, noise, fresh: Double

  /// DDIM (Song et al. 2021, equation 12).
  ///
  /// - Parameter eta: 0 adds no fresh noise; 1, with consecutive steps, is DDPM's ancestral
  ///   sampling (Ho et al. 2020).
  public init(from step: Int, to next: Int, eta: Double, _ schedule: NoiseSchedule) {
    precondition(next < step && next >= -1)
    let (now, then) = (schedule.signal(step), schedule.signal(next))
    let fresh = eta * ((1 - then) / (1 - now) * (1 - now / then)).squareRoot()
    self.step = step
    self.next = next
    self.fresh = fresh
    image = then.squareRoot()
    noise = max(0, 1 - then - fresh * fresh).squareRoot()
  }

  /// The steps of a whole sampling.
  public static func all(_ steps: [Int], eta: Double, _ schedule: NoiseSchedule) -> [DenoisingStep]
  {
    zip(steps, steps.dropFirst() + [-1]).map {
      DenoisingStep(from: $0, to: $1, eta: eta, schedule)
    }
  }

  /// The less noisy images.
  ///
  /// - Parameter fresh: standard normal numbers; nil where none are added.
  package func callAsFunction(image: Tensor, noise: Tensor, fresh: Tensor?) -> Tensor {
    var result = Tensor.combined(image, noise) { _ in (self.image, self.noise) }
    if let fresh, self.fresh > 0 {
      result = Tensor.combined(result, fresh) { _ in (1, self.fresh) }
    }
    return result
  }
}

/// Classifier-free guidance (Ho & Salimans 2022) in latent diffusion's form: u + scale · (c − u),
/// which a scale of 1 leaves conditional.
package func guided(conditional: Tensor, unconditional: Tensor, scale: Double) -> Tensor {
  Tensor.combined(unconditional, conditional) { _ in (1 - scale, scale) }
}
