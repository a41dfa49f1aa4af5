import OctavoEngine
import OctavoRunner

/// The shape of a GPT. The defaults are GPT-2's choices; LLaMA's are `positions: rotary`,
/// `normalization: rms`, `activation: swiglu`, `biases: false` and `tied-head: false`.
struct ModelOptions: OptionGroup {
  @Option("The number of transformer blocks.", .within(1...200)) var layers = 4
  @Option("The number of attention heads.", .within(1...256)) var heads = 4
  @Option(
    "The number of key-value heads; fewer than `heads` is grouped-query attention.",
    .within(1...256)) var keyValueHeads: Int?
  @Option("The width of the residual stream.", .within(1...16_384))
  var width = 128
  @Option(
    "The hidden width of the feed-forward layer; without it 4·width, or for SwiGLU the next multiple of 32 from 8/3·width.",
    .within(1...65_536)) var hiddenWidth: Int?
  @Option("The context length in tokens.", .within(2...65_536)) var context = 64
  @Option("How positions are encoded.") var positions = PositionChoice.learned
  @Option("The base of rotary positions.", .within(1...1e12)) var rotaryBase = 10_000.0
  @Option("How rotary positions pair the elements of a head.")
  var rotaryLayout = RotaryLayoutChoice.half
  @Option("What keeps the size of activations in bounds.")
  var normalization = NormalizationChoice.layer
  @Option("What is added to the variance before the root.", .within(1e-20...1))
  var normalizationEpsilon = 1e-5
  @Option("The activation function of the feed-forward layer.") var activation = ActivationChoice
    .gelu
  @Option(
    "The number of experts, the feed-forward layers of a block of which each token uses some.",
    .within(2...256))
  var experts: Int?
  @Option("How many of the experts a token uses.", .within(1...255)) var activeExperts = 2
  @Option("Whether linear layers and layer norms have biases.") var biases = true
  @Option("Whether the output layer is the token embedding again.") var tiedHead = true
  @Option("The share of activations dropped in training; none unless given.") var dropout =
    DropoutOption.all(0)

  func check(_ problems: inout Problems) {
    for problem in configuration(vocabularySize: 256).problems {
      problems.report(
        at: field(named: problem.setting.hyphenated), problem.message,
        remedy: remedy(for: problem.setting))
    }
  }

  private func remedy(for setting: String) -> String? {
    switch setting {
    case "width":
      "choose a `width` that is a multiple of \(positions == .rotary ? 2 * heads : heads)"
    case "keyValueHeads":
      "choose `key-value-heads` that divide `heads`, such as \(heads.isMultiple(of: 2) ? heads / 2 : 1)"
    case "activeExperts": "choose `active-experts` below `experts`"
    default: nil
    }
  }

  func configuration(vocabularySize: Int) -> GPT.Configuration {
    var configuration = GPT.Configuration(
      vocabularySize: vocabularySize, context: context, layers: layers, heads: heads, width: width)
    configuration.keyValueHeads = keyValueHeads ?? heads
    configuration.positions =
      switch positions {
      case .learned: .learned
      case .rotary: .rotary(base: rotaryBase, layout: rotaryLayout.layout)
      }
    configuration.normalization =
      switch normalization {
      case .layer: .layer(epsilon: normalizationEpsilon)
      case .rms: .rootMeanSquare(epsilon: normalizationEpsilon)
      }
    configuration.activation = activation.activation
    configuration.hiddenWidth =
      hiddenWidth ?? (activation == .swiglu ? (8 * width / 3 + 31) / 32 * 32 : 4 * width)
    configuration.experts = experts.map { .init(count: $0, active: activeExperts) }
    configuration.biases = biases
    configuration.tiedHead = tiedHead
    configuration.dropout = dropout.applied(to: .zero)
    return configuration
  }
}

enum PositionChoice: String, OptionChoice { case learned, rotary }
enum NormalizationChoice: String, OptionChoice { case layer, rms }

enum RotaryLayoutChoice: String, OptionChoice {
  case half, interleaved

  var layout: RotaryLayout {
    switch self {
    case .half: .half
    case .interleaved: .interleaved
    }
  }
}

enum ActivationChoice: String, OptionChoice {
  case gelu
  case geluTanh = "gelu-tanh"
  case silu, swiglu

  var activation: GPT.Configuration.FeedForward {
    switch self {
    case .gelu: .gelu
    case .geluTanh: .geluTanh
    case .silu: .silu
    case .swiglu: .swiGLU
    }
  }
}
