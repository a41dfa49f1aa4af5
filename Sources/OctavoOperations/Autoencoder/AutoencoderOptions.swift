import OctavoEngine
import OctavoRunner

/// The shape of an autoencoder.
struct AutoencoderOptions: OptionGroup {
  @Option("How many numbers stand for a place of the latents.", .within(1...64))
  var latentChannels = 4
  @Option(
    "Channels at each level; each level after the first halves the image's sides.",
    .each(.within(1...4096), count: 1...8))
  var widths = [16, 32, 64]
  @Option("Into how many groups channels are divided for normalization.", .within(1...256))
  var groups = 8

  func check(_ problems: inout Problems) {
    for problem in configuration(channels: 3).problems {
      let remedy: String? =
        switch problem.cause {
        case .indivisible(let divisor):
          "choose `\(problem.setting.hyphenated)` that are multiples of `\(divisor.hyphenated)`"
        case .value: nil
        }
      problems.report(
        at: field(named: problem.setting.hyphenated), problem.message, remedy: remedy)
    }
  }

  func configuration(channels: Int) -> Autoencoder.Configuration {
    Autoencoder.Configuration(
      channels: channels, latentChannels: latentChannels, widths: widths, groups: groups)
  }
}

extension Problems {
  /// Reports images whose sides do not halve as often as a model asks.
  mutating func require(
    _ height: Int, _ width: Int, multiplesOf factor: Int, at option: FieldReference?
  ) {
    guard !height.isMultiple(of: factor) || !width.isMultiple(of: factor) else { return }
    report(
      at: option,
      "\(height) × \(width) cannot be halved to a whole size \(factor.trailingZeroBitCount) times",
      remedy: "use images whose sides are multiples of \(factor), or fewer levels")
  }
}
