import OctavoBase

/// StarCoder2 (`Starcoder2ForCausalLM`): rotary positions with layer normalization and feed-forward
/// layers that are not gated.
///
/// Its layer norms have biases always; a model without any is stored with zeros and a key that says
/// so.
struct Starcoder2Format: PretrainedFormat {
  let modelType = "starcoder2"
  let architecture = "Starcoder2ForCausalLM"
  let prefix = "model."
  let keys = SizeKeys.names.merging(
    [
      "positions": "rope_theta", "normalization": "norm_epsilon",
      "embeddingDropout": "embedding_dropout", "attentionDropout": "attention_dropout",
      "residualDropout": "residual_dropout",
    ], uniquingKeysWith: { first, _ in first })
  let storesHeadAsEmbedding = true
  let knownSettings: Set<String>? = KnownSettings.common.union(KnownSettings.ofStarcoder2)

  func expresses(_ configuration: GPT.Configuration) -> Bool {
    guard case .rotary = configuration.positions, case .layer = configuration.normalization else {
      return false
    }
    return configuration.activation != .swiGLU && configuration.experts == nil
  }

  func configuration(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration {
    try file.require("use_bias", true, "layer norms alone have no biases here")
    if file.has("sliding_window") {
      throw file.problem("sliding_window", "must be null: attention here sees the whole context")
    }
    let positions = try RotaryKeys.positions(in: file)
    var configuration = try SizeKeys.configuration(in: file)
    configuration.positions = positions
    configuration.normalization = .layer(epsilon: try file.number("norm_epsilon", default: 1e-5))
    configuration.activation = try file.choice(
      "hidden_act", among: PlainActivation.names, default: "gelu_pytorch_tanh")
    configuration.biases = try file.bool(GPT2Format.biasesKey, default: true)
    configuration.tiedHead = try file.bool("tie_word_embeddings", default: true)
    configuration.dropout = DropoutRates(
      embedding: try file.number("embedding_dropout", default: 0),
      attention: try file.number("attention_dropout", default: 0),
      residual: try file.number("residual_dropout", default: 0))
    return configuration
  }

  func settings(of configuration: GPT.Configuration) -> [JSON.Member] {
    guard case .layer(let epsilon) = configuration.normalization else {
      preconditionFailure("the format expresses the configuration")
    }
    var settings: [(String, JSON)] = [
      ("hidden_act", .string(PlainActivation.name(of: configuration.activation))),
      ("norm_epsilon", .number(epsilon)),
      ("sliding_window", nil),
      ("use_bias", true),
      ("attention_dropout", .number(configuration.dropout.attention)),
      ("embedding_dropout", .number(configuration.dropout.embedding)),
      ("residual_dropout", .number(configuration.dropout.residual)),
      ("tie_word_embeddings", .boolean(configuration.tiedHead)),
    ]
    if !configuration.biases { settings.append((GPT2Format.biasesKey, false)) }
    return SizeKeys.settings(of: configuration)
      + RotaryKeys.settings(of: configuration.positions)
      + settings.map { JSON.Member(key: $0, value: $1) }
  }

  func tensors(of configuration: GPT.Configuration) -> [StoredTensor] {
    LLaMATensors(of: configuration, .plain(up: "c_fc", down: "c_proj"), storesBiases: true).all
  }

  func constant(_ name: String, of configuration: GPT.Configuration) -> StoredConstant? {
    RotaryKeys.constant(name, of: configuration)
  }
}
