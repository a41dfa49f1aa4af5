import OctavoEngine
import OctavoRunner

/// A discriminator that learns to distinguish images from reconstructions, while the autoencoder
/// learns to mislead it.
struct AdversaryOptions: OptionGroup {
  @Option("The number of iterations before it begins.", .within(0...10_000_000)) var start = 0
  @Option("The factor of its gradient.", .within(0...1e6)) var weight = 0.5
  @Option(
    "Whether `weight` is `adaptive`, relative to the norm of the reconstruction's gradient, or "
      + "`fixed`."
  )
  var weighting = AdversaryWeighting.adaptive
  @Option(
    "The channels after each halving of the sides; the longer the list, the larger the patches.",
    .each(.within(1...4096), count: 1...8))
  var widths = [16, 32]
  @Option("Into how many groups channels are divided for normalization.", .within(1...256))
  var groups = 8

  func check(_ problems: inout Problems) {
    for problem in configuration(channels: 3).problems {
      problems.report(
        at: $widths, problem.message,
        remedy: "choose `widths` that are multiples of `groups` after the first")
    }
  }

  /// Reports an adversary that would begin after the last iteration.
  func check(iterations: Int, _ problems: inout Problems) {
    guard start >= iterations else { return }
    problems.report(
      at: $start,
      "the adversary would begin after \(start.forReading) iterations, and there are "
        + iterations.forReading,
      remedy: "give a smaller `start`, or leave `adversary` out")
  }

  func settings(channels: Int, _ stream: RandomStream) -> Adversary.Settings {
    Adversary.Settings(
      weight: weight, isAdaptive: weighting == .adaptive, start: start,
      discriminator: configuration(channels: channels),
      stream: stream.derived(for: "discriminator"))
  }

  private func configuration(channels: Int) -> PatchDiscriminator.Configuration {
    PatchDiscriminator.Configuration(channels: channels, widths: widths, groups: groups)
  }
}

/// Whether the weight of an adversary follows the gradient of the reconstruction.
enum AdversaryWeighting: String, OptionChoice {
  case adaptive, fixed
}
