import OctavoBase

/// What DPM-Solver++(2M) (Lu et al. 2022, “DPM-Solver++”, algorithm 2) adds to a step of DDIM: a
/// multiple of how much the image that the model finds has changed since the step before. With it
/// the error of a step is of the second order in its length.
public struct MultistepCorrection: Hashable, Sendable {
  /// The factor of the change.
  public let scale: Double

  /// Nil for the step to the clean image, which is of the first order.
  ///
  /// - Parameter previous: the step before this one.
  public init?(of step: DenoisingStep, after previous: DenoisingStep, _ schedule: NoiseSchedule) {
    guard step.next >= 0 else { return nil }
    precondition(previous.next == step.step)
    // λ, half of the logarithm of signal to noise, by whose growth steps are measured.
    func lambda(_ step: Int) -> Double { Double.log(schedule.signalToNoise(step)) / 2 }
    let length = lambda(step.next) - lambda(step.step)
    let before = lambda(step.step) - lambda(previous.step)
    scale =
      schedule.scales(step.next).image * (1 - Double.exp(-length)) * length / (2 * before)
  }

  /// A step's less noisy images, corrected.
  ///
  /// - Parameters:
  ///   - found: the images that the model found at this step.
  ///   - previous: those that it found at the step before.
  package func callAsFunction(_ stepped: Tensor, _ found: Tensor, since previous: Tensor) -> Tensor
  {
    let change = Tensor.combined(found, previous) { _ in (1, -1) }
    return Tensor.combined(stepped, change) { _ in (1, scale) }
  }
}
