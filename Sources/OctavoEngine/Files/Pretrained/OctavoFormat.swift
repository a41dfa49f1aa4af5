import OctavoBase

/// Mixtures of choices that no class of `transformers` has: the model's own settings and parameters
/// by their own names, which no other program claims to read.
struct OctavoFormat: PretrainedFormat {
  let modelType = "octavo"
  let architecture = "OctavoGPT"
  let prefix = ""
  let keys = SizeKeys.names.merging(
    [
      "positions": "rope_theta", "normalization": "norm_eps",
      "embeddingDropout": "embedding_dropout", "attentionDropout": "attention_dropout",
      "residualDropout": "residual_dropout", "virtualTokens": "num_virtual_tokens",
      "actionValues": "action_value_coefficient",
    ],
    uniquingKeysWith: { first, _ in first })

  let storesHeadAsEmbedding = false
  let knownSettings: Set<String>? = nil

  private static let positions = [("learned", false), ("rotary", true)]
    .map { (name: $0, value: $1) }
  private static let normalizations = [("layer", false), ("rms", true)]
    .map { (name: $0, value: $1) }
  private static let layouts = RotaryLayout.allCases.map { (name: $0.rawValue, value: $0) }
  private static let activations = GPT.Configuration.FeedForward.allCases
    .map { (name: $0.rawValue, value: $0) }

  func expresses(_ configuration: GPT.Configuration) -> Bool { true }

  func configuration(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration {
    var configuration = try SizeKeys.configuration(in: file)
    if try file.choice("position_embedding", among: Self.positions) {
      configuration.positions = .rotary(
        base: try file.number("rope_theta"),
        layout: try file.choice("rotary_layout", among: Self.layouts))
    }
    let epsilon = try file.number("norm_eps")
    configuration.normalization =
      try file.choice("norm", among: Self.normalizations)
      ? .rootMeanSquare(epsilon: epsilon) : .layer(epsilon: epsilon)
    configuration.activation = try file.choice("activation", among: Self.activations)
    configuration.experts = try SizeKeys.experts(in: file)
    configuration.biases = try file.bool("biases")
    configuration.tiedHead = try file.bool("tie_word_embeddings")
    configuration.dropout = try dropout(in: file)
    if file.has(Self.virtualTokensKey) {
      let kinds = VirtualTokens.Kind.allCases.map { (name: $0.rawValue, value: $0) }
      configuration.virtualTokens = VirtualTokens(
        try file.choice(Self.virtualTokensKey, among: kinds),
        count: try file.size(Self.virtualTokenCountKey))
    }
    if file.has(Self.actionValuesKey) {
      configuration.actionValues = ActionValues(coefficient: try file.number(Self.actionValuesKey))
    }
    return configuration
  }

  private static let actionValuesKey = "action_value_coefficient"
  private static let virtualTokensKey = "virtual_tokens"
  private static let virtualTokenCountKey = "num_virtual_tokens"

  /// Folders of earlier versions have one rate for all places.
  private func dropout(in file: ConfigurationFile) throws(PretrainedModelError) -> DropoutRates {
    if file.has("dropout") { return DropoutRates(try file.number("dropout")) }
    return DropoutRates(
      embedding: try file.number("embedding_dropout"),
      attention: try file.number("attention_dropout"),
      residual: try file.number("residual_dropout"))
  }

  func settings(of configuration: GPT.Configuration) -> [JSON.Member] {
    var settings: [(String, JSON)]
    switch configuration.positions {
    case .learned:
      settings = [("position_embedding", "learned")]
    case .rotary(let base, let layout):
      settings = [
        ("position_embedding", "rotary"), ("rope_theta", .number(base)),
        ("rotary_layout", .string(layout.rawValue)),
      ]
    }
    switch configuration.normalization {
    case .layer(let epsilon):
      settings += [("norm", "layer"), ("norm_eps", .number(epsilon))]
    case .rootMeanSquare(let epsilon):
      settings += [("norm", "rms"), ("norm_eps", .number(epsilon))]
    }
    settings += [
      ("activation", .string(configuration.activation.rawValue)),
      ("biases", .boolean(configuration.biases)),
      ("tie_word_embeddings", .boolean(configuration.tiedHead)),
      ("embedding_dropout", .number(configuration.dropout.embedding)),
      ("attention_dropout", .number(configuration.dropout.attention)),
      ("residual_dropout", .number(configuration.dropout.residual)),
    ]
    if let tokens = configuration.virtualTokens {
      settings += [
        (Self.virtualTokensKey, .string(tokens.kind.rawValue)),
        (Self.virtualTokenCountKey, .integer(tokens.count)),
      ]
    }
    if let values = configuration.actionValues {
      settings.append((Self.actionValuesKey, .number(values.coefficient)))
    }
    return SizeKeys.settings(of: configuration) + SizeKeys.expertSettings(of: configuration)
      + settings.map { JSON.Member(key: $0, value: $1) }
  }

  func tensors(of configuration: GPT.Configuration) -> [StoredTensor] {
    configuration.parameters.map {
      StoredTensor(name: $0.name, shape: $0.shape, content: .parameter($0.name))
    }
  }

  func constant(_ name: String, of configuration: GPT.Configuration) -> StoredConstant? { nil }
}
