import OctavoEngine
import OctavoRunner

/// The shape of a model that compares images with captions.
struct CLIPModelOptions: OptionGroup {
  let image = ImageEncoderOptions()
  @Option(
    "How many numbers stand for an image or a caption where they are compared.",
    .within(1...4096))
  var features = 64
  @Option("How many numbers stand for a word of a caption.", .within(1...4096)) var textWidth = 64
  @Option("Blocks of the caption's transformer.", .within(1...100)) var textLayers = 2
  @Option("Heads of the caption's transformer.", .within(1...256)) var textHeads = 4

  func check(_ problems: inout Problems) {
    problems.require(textWidth, divisibleBy: textHeads, at: $textWidth, prefix: "text-")
  }
}
