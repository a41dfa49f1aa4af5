import OctavoEngine
import OctavoRunner

extension NoiseSchedule.Shape: OptionChoice {}
extension Prediction: OptionChoice {}

/// The shape of a denoising network and of the encoder of its captions.
struct DiffusionModelOptions: OptionGroup {
  @Option("Channels at the first level.", .within(1...4096)) var width = 64
  @Option(
    "How many times as many there are at each level, which halves the sides.",
    .each(.within(1...64), count: 1...8))
  var multipliers = [1, 2]
  @Option("Residual blocks of each level.", .within(1...64)) var blocks = 1
  @Option("How many of the last levels have attention.", .within(0...8)) var attentionLevels = 1
  @Option("How many heads attention has.", .within(1...256)) var heads = 4
  @Option("Into how many groups channels are divided for normalization.", .within(1...256))
  var groups = 8
  @Option("The width of the caption's transformer; without it, 64.", .within(1...4096))
  var textWidth: Int?
  @Option("Blocks of the caption's transformer; without it, 2.", .within(1...100))
  var textLayers: Int?
  @Option("Heads of the caption's transformer; without it, 4.", .within(1...256))
  var textHeads: Int?

  func check(_ problems: inout Problems) {
    let encoder = newEncoder
    for problem in network(channels: 1, textWidth: encoder.width).problems {
      let remedy: String? =
        switch problem.cause {
        case .indivisible(let divisor):
          "choose a `\(problem.setting.hyphenated)` that is a multiple of `\(divisor.hyphenated)`"
        case .value: nil
        }
      problems.report(
        at: field(named: problem.setting.hyphenated), problem.message, remedy: remedy)
    }
    problems.require(encoder.width, divisibleBy: encoder.heads, at: $textWidth, prefix: "text-")
  }

  /// Reports options of the caption's transformer, which do not apply to a given text encoder.
  func checkGivenEncoder(_ problems: inout Problems) {
    for (option, name, isGiven) in [
      ($textWidth, "text-width", textWidth != nil), ($textLayers, "text-layers", textLayers != nil),
      ($textHeads, "text-heads", textHeads != nil),
    ] where isGiven {
      problems.report(
        at: option, "the shape of a given text encoder is fixed",
        remedy: "leave `\(name)` out")
    }
  }

  /// The shape of a caption's transformer that is trained with the network.
  var newEncoder: (width: Int, layers: Int, heads: Int) {
    (width: textWidth ?? 64, layers: textLayers ?? 2, heads: textHeads ?? 4)
  }

  func network(channels: Int, textWidth: Int?) -> DenoisingUNet.Configuration {
    DenoisingUNet.Configuration(
      channels: channels, width: width, multipliers: multipliers, blocks: blocks,
      attentionLevels: attentionLevels, heads: heads, groups: groups,
      textWidth: textWidth)
  }
}

/// What a model is conditioned on.
enum Conditioning: String, OptionChoice {
  case captions, none
}

/// How noise is added, and what a model says of it.
struct NoiseOptions: OptionGroup {
  @Option("How noise grows from step to step.") var schedule = NoiseSchedule.Shape.cosine
  @Option("How many steps of noise there are.", .within(1...100_000)) var noiseSteps = 1000
  @Option(
    "What the model predicts: the noise, the image, or their mixture v (Salimans and Ho 2022).")
  var prediction = Prediction.velocity
}
