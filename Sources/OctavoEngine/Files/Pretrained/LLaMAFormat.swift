import OctavoBase

/// LLaMA (`LlamaForCausalLM`).
///
/// Its only dropout is that of attention; other rates have keys of their own, where there are any.
struct LLaMAFormat: PretrainedFormat {
  let modelType = "llama"
  let architecture = "LlamaForCausalLM"
  let prefix = "model."
  let keys = SizeKeys.names.merging(
    [
      "positions": "rope_theta", "normalization": "rms_norm_eps",
      "embeddingDropout": Self.embeddingDropoutKey, "attentionDropout": "attention_dropout",
      "residualDropout": Self.residualDropoutKey,
    ], uniquingKeysWith: { first, _ in first })
  let storesHeadAsEmbedding = true
  let knownSettings: Set<String>? = KnownSettings.common.union(KnownSettings.ofLLaMA)

  private static let embeddingDropoutKey = "octavo_embedding_dropout"
  private static let residualDropoutKey = "octavo_residual_dropout"
  private static let activations: [(name: String, value: GPT.Configuration.FeedForward)] = [
    ("silu", .swiGLU), ("swish", .swiGLU),
  ]

  func expresses(_ configuration: GPT.Configuration) -> Bool {
    guard case .rotary = configuration.positions,
      case .rootMeanSquare = configuration.normalization
    else { return false }
    return configuration.activation == .swiGLU && configuration.experts == nil
  }

  func configuration(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration {
    try Self.configuration(in: file, activations: Self.activations, default: "silu")
  }

  /// What LLaMA's settings say, and those of architectures that differ from it by their activation.
  static func configuration(
    in file: ConfigurationFile,
    activations: [(name: String, value: GPT.Configuration.FeedForward)], default name: String
  ) throws(PretrainedModelError) -> GPT.Configuration {
    let positions = try RotaryKeys.positions(in: file)
    var configuration = try SizeKeys.configuration(in: file)
    configuration.positions = positions
    configuration.normalization = .rootMeanSquare(
      epsilon: try file.number("rms_norm_eps", default: 1e-6))
    configuration.activation = try file.choice("hidden_act", among: activations, default: name)
    configuration.biases = try biases(in: file)
    configuration.tiedHead = try file.bool("tie_word_embeddings", default: false)
    configuration.dropout = DropoutRates(
      embedding: try file.number(Self.embeddingDropoutKey, default: 0),
      attention: try file.number("attention_dropout", default: 0),
      residual: try file.number(Self.residualDropoutKey, default: 0))
    return configuration
  }

  private static func biases(in file: ConfigurationFile) throws(PretrainedModelError) -> Bool {
    let (inAttention, inFeedForward) = (
      try file.bool("attention_bias", default: false), try file.bool("mlp_bias", default: false)
    )
    guard inAttention == inFeedForward else {
      let (key, other, place) =
        inAttention
        ? ("attention_bias", "mlp_bias", "attention")
        : ("mlp_bias", "attention_bias", "feed-forward layers")
      throw file.problem(
        key,
        "is true, but \(other) is false: biases in \(place) alone are not supported; "
          + "all linear layers of a model have biases here, or none has")
    }
    return inAttention
  }

  func settings(of configuration: GPT.Configuration) -> [JSON.Member] {
    Self.settings(of: configuration, activation: "silu")
  }

  /// The settings that ``configuration(in:activations:default:)`` reads.
  static func settings(
    of configuration: GPT.Configuration, activation: String
  ) -> [JSON.Member] {
    guard case .rootMeanSquare(let epsilon) = configuration.normalization else {
      preconditionFailure("the format expresses the configuration")
    }
    var settings: [(String, JSON)] = [
      ("hidden_act", .string(activation)),
      ("rms_norm_eps", .number(epsilon)),
      ("attention_bias", .boolean(configuration.biases)),
      ("mlp_bias", .boolean(configuration.biases)),
      ("attention_dropout", .number(configuration.dropout.attention)),
      ("tie_word_embeddings", .boolean(configuration.tiedHead)),
    ]
    for (key, rate) in [
      (embeddingDropoutKey, configuration.dropout.embedding),
      (residualDropoutKey, configuration.dropout.residual),
    ] where rate > 0 { settings.append((key, .number(rate))) }
    return SizeKeys.settings(of: configuration)
      + RotaryKeys.settings(of: configuration.positions)
      + settings.map { JSON.Member(key: $0, value: $1) }
  }

  /// Of a model with experts, all tensors but theirs and the router's.
  func tensors(of configuration: GPT.Configuration) -> [StoredTensor] {
    LLaMATensors(
      of: configuration, .gated(gate: "gate_proj", up: "up_proj", down: "down_proj")
    ).all
  }

  func constant(_ name: String, of configuration: GPT.Configuration) -> StoredConstant? {
    RotaryKeys.constant(name, of: configuration)
  }
}
