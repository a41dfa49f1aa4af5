import OctavoEngine
import OctavoRunner

extension FusionModel.Form: OptionChoice {}
extension WrongCaptions.Choice: OptionChoice {}

/// The shape of a model that reads captions and images together.
struct FusionModelOptions: OptionGroup {
  @Option("Whether words and patches form one sequence, or two that attend to each other.")
  var form = FusionModel.Form.singleStream
  let image = ImageEncoderOptions(
    width: "The width of each residual stream.",
    layers: "Blocks; with two streams, co-attention layers of four blocks each.",
    heads: "Heads of each block.")
  @Option(
    "With two streams, the blocks that first read the words alone; without it, 1.",
    .within(0...100))
  var textLayers: Int?

  func check(_ problems: inout Problems) {
    if form == .singleStream, textLayers != nil {
      problems.report(
        at: $textLayers, "a single stream has no blocks that read the words alone",
        remedy: "leave `text-layers` out, or choose `form: two-stream`")
    }
  }

  /// - Parameter captionLength: the most words of a caption.
  func configuration(
    height: Int, width: Int, channels: Int, captionLength: Int
  ) -> FusionModel.Configuration {
    FusionModel.Configuration(
      form: form, shape: image.configuration(height: height, width: width, channels: channels),
      textLayers: textLayers ?? 1, captionLength: captionLength)
  }
}
