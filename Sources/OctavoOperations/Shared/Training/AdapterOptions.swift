import OctavoEngine
import OctavoRunner

/// What is trained in place of a frozen model: a low-rank change (LoRA, Hu et al. 2021), a prefix
/// (Li & Liang 2021) or a soft prompt (Lester et al. 2021).
struct AdapterOptions: OptionGroup {
  @Option(
    "What is trained: `lora`, a low-rank change of matrices; `prefix`, keys and values before those of the text in every block; `soft-prompt`, embeddings before those of the text."
  ) var kind = AdapterKind.lora
  @Option("How many columns a low-rank change's factors have; without it, 4.", .within(1...16_384))
  var rank: Int?
  @Option("A low-rank change is scaled by this over the rank; without it, 8.", .positive(upTo: 1e6))
  var alpha: Double?
  @Option(
    "Which matrices of every block have a low-rank change; without it, `attention-input` and `attention-output`.",
    .notEmpty) var targets: [AdapterTarget]?
  @Option("How many virtual tokens are read before the text; without it, 20.", .within(1...65_536))
  var tokens: Int?
  @Option(
    "How virtual tokens are initialized: as tokens drawn from the `vocabulary`, which is the default, or at `random`."
  ) var start: VirtualTokenStartChoice?
  @Option(
    "Initializes virtual tokens as this text, repeated where it is shorter, in place of `start`.")
  var text: String?
  @Option(
    "The hidden width of an MLP that computes the prefix during training; without it, the prefix is trained directly.",
    .within(1...65_536)) var projection: Int?

  func check(_ problems: inout Problems) {
    let virtual: [AdapterKind] = [.prefix, .softPrompt]
    for (option, name, isGiven, kinds) in [
      ($rank, "rank", rank != nil, [AdapterKind.lora]),
      ($alpha, "alpha", alpha != nil, [.lora]), ($targets, "targets", targets != nil, [.lora]),
      ($tokens, "tokens", tokens != nil, virtual), ($start, "start", start != nil, virtual),
      ($text, "text", text != nil, virtual),
      ($projection, "projection", projection != nil, [.prefix]),
    ] where isGiven && !kinds.contains(kind) {
      problems.report(
        at: option, "`\(name)` has no effect on an adapter of kind `\(kind.rawValue)`",
        remedy: "leave it out, or choose the `kind` \(listed(kinds.map(\.rawValue)))")
    }
    switch kind {
    case .lora:
      if let targets, Set(targets).count < targets.count {
        problems.report(at: $targets, "a matrix is named twice")
      }
      if let problem = lowRank.scaleProblem { problems.report(at: $alpha, problem) }
    case .prefix, .softPrompt: checkStart(&problems)
    }
  }

  private func checkStart(_ problems: inout Problems) {
    if text?.isEmpty == true {
      problems.report(
        at: $text, "the text is empty, so it cannot initialize virtual tokens",
        remedy: "give at least one character, or leave `text` out")
    }
    if text != nil, start != nil {
      problems.report(
        at: $start, "`start` has no effect where `text` initializes the virtual tokens",
        remedy: "leave out `start` or `text`")
    }
    guard projection != nil, text != nil || start != nil else { return }
    problems.report(
      at: $projection, "an MLP is initialized at random, whatever `start` and `text` are",
      remedy: "leave out `projection`, or `start` and `text`")
  }

  private var lowRank: LowRankAdapter.Settings {
    let usual = LowRankAdapter.Settings()
    return LowRankAdapter.Settings(
      rank: rank ?? usual.rank, alpha: alpha ?? usual.alpha,
      targets: targets?.map(\.target) ?? usual.targets)
  }

  var settings: ModelAdapter.Settings {
    guard let virtual = kind.virtual else { return .lowRank(lowRank) }
    return .virtualTokens(
      VirtualTokenAdapter.Settings(
        VirtualTokens(virtual, count: tokens ?? 20), projection: projection))
  }

  private func begin(_ tokenizer: Tokenizer) throws -> VirtualTokenStart {
    if let text { return .tokens(try tokenizer.encode(text)) }
    return start == .random ? .random : .vocabulary
  }

  fileprivate func adapter(
    of model: LanguageModel, _ stream: RandomStream
  ) throws -> ModelAdapter {
    switch settings {
    case .lowRank(let settings):
      .lowRank(try LowRankAdapter(settings, for: model.model.configuration, stream: stream))
    case .virtualTokens(let settings):
      .virtualTokens(
        try VirtualTokenAdapter(
          settings, for: model.model, start: begin(model.tokenizer), stream: stream))
    }
  }
}

extension AdapterOptions {
  /// The model with a new adapter, or without one where there are no options.
  static func tunable(
    _ model: LanguageModel, _ options: AdapterOptions?, _ stream: RandomStream
  ) throws -> TunableModel {
    TunableModel(
      model.model, adapter: try options?.adapter(of: model, stream.derived(for: "adapter")))
  }

  /// What is known about the model with such an adapter.
  static func outline(
    _ model: LanguageModel.Outline?, _ options: AdapterOptions?
  ) -> LanguageModel.Outline? {
    guard var outline = model, let tokens = options?.settings.virtualTokens else { return model }
    guard let configuration = try? outline.configuration.adding(tokens) else { return nil }
    outline.configuration = configuration
    return outline
  }

  /// Reports an adapter that does not suit the model.
  static func check(
    _ options: AdapterOptions?, for model: LanguageModel.Outline?, _ problems: inout Problems
  ) {
    guard let options, let model else { return }
    let configuration = model.configuration
    if let rank = options.rank, options.kind == .lora, rank > configuration.width {
      problems.report(
        at: options.$rank,
        "a rank of \(rank) is more than the model's width of \(configuration.width)",
        remedy: "give a smaller `rank`, such as 4")
    }
    if configuration.experts != nil, options.kind == .lora,
      let target = options.targets?.first(where: \.isFeedForward)
    {
      problems.report(
        at: options.$targets, "`\(target.rawValue)` cannot be adapted in a model with experts",
        remedy: "choose `attention-input` or `attention-output`")
    }
    guard let tokens = options.settings.virtualTokens else { return }
    if let text = options.text { problems.requireWritable(text, by: model, at: options.$text) }
    do throws(ConfigurationProblem) { _ = try configuration.adding(tokens) } catch {
      problems.report(
        at: options.tokens == nil ? options.$kind : options.$tokens, error.message,
        remedy: configuration.virtualTokens == nil
          ? "give fewer `tokens`, or use a model with a larger `context`"
          : "use the model as it was before, or train an adapter of kind `lora`")
    }
  }
}

enum AdapterKind: String, OptionChoice {
  case lora, prefix
  case softPrompt = "soft-prompt"

  fileprivate var virtual: VirtualTokens.Kind? {
    switch self {
    case .lora: nil
    case .prefix: .prefix
    case .softPrompt: .prompt
    }
  }
}

enum VirtualTokenStartChoice: String, OptionChoice {
  case vocabulary, random
}

enum AdapterTarget: String, OptionChoice {
  case attentionInput = "attention-input"
  case attentionOutput = "attention-output"
  case feedForwardInput = "feed-forward-input"
  case feedForwardOutput = "feed-forward-output"

  var isFeedForward: Bool { self == .feedForwardInput || self == .feedForwardOutput }

  var target: LowRankAdapter.Target {
    switch self {
    case .attentionInput: .attentionInput
    case .attentionOutput: .attentionOutput
    case .feedForwardInput: .feedForwardInput
    case .feedForwardOutput: .feedForwardOutput
    }
  }
}
