import OctavoEngine
import OctavoRunner

/// LoRA (Hu et al. 2021): a low-rank change is learned in place of the model.
struct AdapterOptions: OptionGroup {
  @Option("How many columns the change's factors have.", .within(1...16_384)) var rank = 4
  @Option("The change is scaled by this over the rank.", .positive(upTo: 1e6)) var alpha = 8.0
  @Option("Which matrices of every block are changed.", .notEmpty)
  var targets: [AdapterTarget] = [.attentionInput, .attentionOutput]

  func check(_ problems: inout Problems) {
    if Set(targets).count < targets.count {
      problems.report(at: $targets, "a matrix is named twice")
    }
    if let problem = settings.scaleProblem { problems.report(at: $alpha, problem) }
  }

  var settings: LowRankAdapter.Settings {
    LowRankAdapter.Settings(rank: rank, alpha: alpha, targets: targets.map(\.target))
  }

  /// The model with an adapter of its own, or the model itself where there are no options.
  static func tunable(
    _ model: GPT, _ options: AdapterOptions?, _ stream: RandomStream
  ) throws -> TunableModel {
    guard let options else { return TunableModel(model) }
    return TunableModel(
      model,
      adapter: try LowRankAdapter(
        options.settings, for: model.configuration, stream: stream.derived(for: "adapter")))
  }

  /// Reports an adapter that does not suit the model; said at the option `adapter`.
  static func check(
    _ options: AdapterOptions?, for model: GPT.Configuration?, _ problems: inout Problems
  ) {
    guard let options, let model, options.rank > model.width else { return }
    problems.report(
      at: options.$rank,
      "a rank of \(options.rank) is more than the model's width of \(model.width)",
      remedy: "give a smaller `rank`, such as 4")
  }
}

enum AdapterTarget: String, OptionChoice {
  case attentionInput = "attention-input"
  case attentionOutput = "attention-output"
  case feedForwardInput = "feed-forward-input"
  case feedForwardOutput = "feed-forward-output"

  var target: LowRankAdapter.Target {
    switch self {
    case .attentionInput: .attentionInput
    case .attentionOutput: .attentionOutput
    case .feedForwardInput: .feedForwardInput
    case .feedForwardOutput: .feedForwardOutput
    }
  }
}
