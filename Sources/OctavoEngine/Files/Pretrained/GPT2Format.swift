import OctavoBase

/// GPT-2 (`GPT2LMHeadModel`).
///
/// The architecture has biases everywhere; a model without any is stored with zeros and a key that
/// says so.
struct GPT2Format: PretrainedFormat {
  let modelType = "gpt2"
  let architecture = "GPT2LMHeadModel"
  let prefix = "transformer."
  let keys = [
    "vocabularySize": "vocab_size", "context": "n_positions", "layers": "n_layer",
    "heads": "n_head", "width": "n_embd", "hiddenWidth": "n_inner",
    "embeddingDropout": "embd_pdrop", "attentionDropout": "attn_pdrop",
    "residualDropout": "resid_pdrop",
    "normalization": "layer_norm_epsilon",
  ]

  let storesHeadAsEmbedding = true
  let knownSettings: Set<String>? = KnownSettings.common.union(KnownSettings.ofGPT2)

  static let biasesKey = "octavo_biases"

  /// The first name of each function is the one that is written.
  private static let activations: [(name: String, value: GPT.Configuration.FeedForward)] = [
    ("gelu_new", .geluTanh), ("gelu_pytorch_tanh", .geluTanh), ("gelu", .gelu), ("silu", .silu),
    ("swish", .silu),
  ]

  func expresses(_ configuration: GPT.Configuration) -> Bool {
    guard case .layer = configuration.normalization else { return false }
    return configuration.positions == .learned && configuration.activation != .swiGLU
      && configuration.keyValueHeads == configuration.heads && configuration.experts == nil
  }

  func configuration(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration {
    try file.require("scale_attn_weights", true, "attention scores are always scaled here")
    try file.require(
      "scale_attn_by_inverse_layer_idx", false, "attention is scaled alike in all layers here")
    try file.require("add_cross_attention", false, "there is no encoder to attend to here")
    let width = try file.size("n_embd")
    return GPT.Configuration(
      vocabularySize: try file.size("vocab_size"), context: try file.size("n_positions"),
      layers: try file.size("n_layer"), heads: try file.size("n_head"), width: width,
      hiddenWidth: try file.size("n_inner", default: 4 * width),
      normalization: .layer(epsilon: try file.number("layer_norm_epsilon", default: 1e-5)),
      activation: try file.choice(
        "activation_function", among: Self.activations, default: "gelu_new"),
      biases: try file.bool(Self.biasesKey, default: true),
      tiedHead: try file.bool("tie_word_embeddings", default: true),
      dropout: DropoutRates(
        embedding: try file.number("embd_pdrop", default: 0.1),
        attention: try file.number("attn_pdrop", default: 0.1),
        residual: try file.number("resid_pdrop", default: 0.1)))
  }

  func settings(of configuration: GPT.Configuration) -> [JSON.Member] {
    guard case .layer(let epsilon) = configuration.normalization,
      let activation = Self.activations.first(where: { $0.value == configuration.activation })
    else { preconditionFailure("the format expresses the configuration") }
    var settings: [(String, JSON)] = [
      ("vocab_size", .integer(configuration.vocabularySize)),
      ("n_positions", .integer(configuration.context)),
      ("n_layer", .integer(configuration.layers)),
      ("n_head", .integer(configuration.heads)),
      ("n_embd", .integer(configuration.width)),
      ("n_inner", .integer(configuration.hiddenWidth)),
      ("activation_function", .string(activation.name)),
      ("layer_norm_epsilon", .number(epsilon)),
      ("tie_word_embeddings", .boolean(configuration.tiedHead)),
      ("embd_pdrop", .number(configuration.dropout.embedding)),
      ("attn_pdrop", .number(configuration.dropout.attention)),
      ("resid_pdrop", .number(configuration.dropout.residual)),
    ]
    if !configuration.biases { settings.append((Self.biasesKey, false)) }
    return settings.map { JSON.Member(key: $0, value: $1) }
  }

  func tensors(of configuration: GPT.Configuration) -> [StoredTensor] {
    var withBiases = configuration
    withBiases.biases = true
    let shapes = withBiases.parameterShapes
    let own = configuration.parameterShapes

    func layer(_ stored: String, _ name: String) -> [StoredTensor] {
      ["weight", "bias"].compactMap { part in
        let parameter = "\(name).\(part)"
        return shapes[parameter].map { shape in
          StoredTensor(
            name: "\(stored).\(part)", shape: shape,
            content: own[parameter] == nil ? .zeros : .parameter(parameter))
        }
      }
    }
    var tensors = layer("transformer.wte", "tokenEmbedding")
    tensors += layer("transformer.wpe", "positionEmbedding")
    for index in 0..<configuration.layers {
      let (stored, block) = ("transformer.h.\(index)", "blocks.\(index)")
      tensors += layer("\(stored).ln_1", "\(block).attentionNorm")
      tensors += layer("\(stored).attn.c_attn", "\(block).attention.input")
      tensors += layer("\(stored).attn.c_proj", "\(block).attention.output")
      tensors += layer("\(stored).ln_2", "\(block).feedForwardNorm")
      tensors += layer("\(stored).mlp.c_fc", "\(block).feedForward.input")
      tensors += layer("\(stored).mlp.c_proj", "\(block).feedForward.output")
    }
    tensors += layer("transformer.ln_f", "finalNorm")
    return tensors + StoredTensor.languageModelHead(of: configuration)
  }

  func constant(_ name: String, of configuration: GPT.Configuration) -> StoredConstant? {
    let endings = ["attn.bias", "attn.masked_bias"]
    let isMask = ["h", "transformer.h"].contains {
      name.names(oneOf: endings, inBlocksOf: $0, layers: configuration.layers)
    }
    return isMask ? .causalMask : nil
  }
}

extension StoredTensor {
  /// The output layer as both GPT-2 and LLaMA store it, unless it is the token embedding.
  static func languageModelHead(of configuration: GPT.Configuration) -> [StoredTensor] {
    let (vocabulary, width) = (configuration.vocabularySize, configuration.width)
    return configuration.tiedHead
      ? []
      : [
        StoredTensor(
          name: "lm_head.weight", shape: [vocabulary, width],
          content: .columns(of: "head.weight", 0..<vocabulary))
      ]
  }
}
