import OctavoEngine
import OctavoRunner

/// The shape of a model that fills blanks.
struct GLMModelOptions: OptionGroup {
  @Option("The number of transformer blocks.", .within(1...200)) var layers = 4
  @Option("The number of attention heads.", .within(1...256)) var heads = 4
  @Option("The width of the residual stream.", .within(1...16_384)) var width = 128
  @Option("The most tokens of a text with its blanks filled.", .within(2...65_536))
  var context = 64
  @Option("Whether tokens have a learned position in their span beside that in the text.")
  var spanPositions = true
  @Option("The share of activations dropped in training; none unless given.")
  var dropout = DropoutOption.all(0)

  func check(_ problems: inout Problems) {
    problems.require(width, divisibleBy: heads, at: $width)
  }

  func configuration(vocabularySize: Int) -> GLM.Configuration {
    GLM.Configuration(
      vocabularySize: vocabularySize, context: context, layers: layers, heads: heads, width: width,
      hasSpanPositions: spanPositions, dropout: dropout.applied(to: .zero))
  }
}
