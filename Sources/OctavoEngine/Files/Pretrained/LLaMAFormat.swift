/// LLaMA (`LlamaForCausalLM`).
///
/// Its heads turn channels i and i + width/2 together. A model of the interleaved layout is stored
/// with its channels in that order, which computes the same, and a key that says so.
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

  private static let layoutKey = "octavo_rotary_layout"
  private static let embeddingDropoutKey = "octavo_embedding_dropout"
  private static let residualDropoutKey = "octavo_residual_dropout"
  private static let layouts: [(name: String, value: RotaryLayout)] = [
    ("half", .half), ("interleaved", .interleaved),
  ]
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
    let positions = GPT.Configuration.Positions.rotary(
      base: try rotaryBase(in: file),
      layout: try file.choice(Self.layoutKey, among: Self.layouts, default: "half"))
    var configuration = try SizeKeys.configuration(in: file)
    configuration.positions = positions
    configuration.normalization = .rootMeanSquare(
      epsilon: try file.number("rms_norm_eps", default: 1e-6))
    configuration.activation = try file.choice(
      "hidden_act", among: Self.activations, default: "silu")
    configuration.biases = try file.bool("attention_bias", default: false)
    try file.require(
      "mlp_bias", configuration.biases, "a model here has biases everywhere or nowhere")
    configuration.tiedHead = try file.bool("tie_word_embeddings", default: false)
    configuration.dropout = DropoutRates(
      embedding: try file.number(Self.embeddingDropoutKey, default: 0),
      attention: try file.number("attention_dropout", default: 0),
      residual: try file.number(Self.residualDropoutKey, default: 0))
    return configuration
  }

  /// Version 5 of `transformers` has the base among `rope_parameters`, earlier ones at the top.
  private func rotaryBase(in file: ConfigurationFile) throws(PretrainedModelError) -> Double {
    let base = try file.number("rope_theta", default: 10_000)
    for key in ["rope_parameters", "rope_scaling"] {
      guard let rope = file.object(key) else { continue }
      let kind = rope["rope_type"] ?? rope["type"] ?? "default"
      guard kind == "default" else {
        throw file.problem(
          key, "scaled rotary positions (\(kind.compactText)) are not supported, only the default")
      }
      if let share = rope["partial_rotary_factor"], share.number != 1 {
        throw file.problem(key, "partial_rotary_factor must be 1: whole heads are turned here")
      }
      if let theta = rope["rope_theta"] {
        guard let base = theta.number else {
          throw file.problem(key, "rope_theta must be a number, but is \(theta.compactText)")
        }
        return base
      }
    }
    return base
  }

  func settings(of configuration: GPT.Configuration) -> [JSONMember] {
    guard case .rotary(let base, let layout) = configuration.positions,
      case .rootMeanSquare(let epsilon) = configuration.normalization
    else { preconditionFailure("the format expresses the configuration") }
    var settings: [(String, JSONValue)] = [
      ("hidden_act", "silu"),
      ("rms_norm_eps", .number(epsilon)),
      ("rope_theta", .number(base)),
      ("rope_scaling", nil),
      ("attention_bias", .bool(configuration.biases)),
      ("mlp_bias", .bool(configuration.biases)),
      ("attention_dropout", .number(configuration.dropout.attention)),
      ("tie_word_embeddings", .bool(configuration.tiedHead)),
    ]
    for (key, rate) in [
      (Self.embeddingDropoutKey, configuration.dropout.embedding),
      (Self.residualDropoutKey, configuration.dropout.residual),
    ] where rate > 0 { settings.append((key, .number(rate))) }
    if layout == .interleaved { settings.append((Self.layoutKey, "interleaved")) }
    return SizeKeys.settings(of: configuration)
      + settings.map { JSONMember(key: $0, value: $1) }
  }

  /// Of a model with experts, all tensors but theirs and the router's.
  func tensors(of configuration: GPT.Configuration) -> [StoredTensor] {
    let shapes = configuration.parameterShapes
    let heads = configuration.attentionHeads
    let (queries, keys) = (heads.queries * heads.width, heads.keys * heads.width)
    let hidden = configuration.hiddenWidth
    var order = StoredTensor.ChannelOrder.same
    if case .rotary(_, .interleaved) = configuration.positions {
      order = .halved(headWidth: heads.width)
    }

    func whole(_ stored: String, _ name: String) -> StoredTensor {
      StoredTensor(
        name: "\(stored).weight", shape: shapes["\(name).weight"] ?? [],
        content: .parameter("\(name).weight"))
    }
    func linear(
      _ stored: String, _ name: String, _ columns: Range<Int>,
      _ order: StoredTensor.ChannelOrder = .same
    ) -> [StoredTensor] {
      ["weight", "bias"].compactMap { part in
        let parameter = "\(name).\(part)"
        return shapes[parameter].map { shape in
          StoredTensor(
            name: "\(stored).\(part)", shape: [columns.count] + shape.dropLast(),
            content: .columns(of: parameter, columns, order: order))
        }
      }
    }
    func slice(_ start: Int, _ count: Int) -> Range<Int> { start..<start + count }

    var tensors = [whole("model.embed_tokens", "tokenEmbedding")]
    for index in 0..<configuration.layers {
      let (stored, block) = ("model.layers.\(index)", "blocks.\(index)")
      let (attention, feedForward) = ("\(stored).self_attn", "\(stored).mlp")
      let (input, gated) = ("\(block).attention.input", "\(block).feedForward.input")
      tensors.append(whole("\(stored).input_layernorm", "\(block).attentionNorm"))
      tensors += linear("\(attention).q_proj", input, slice(0, queries), order)
      tensors += linear("\(attention).k_proj", input, slice(queries, keys), order)
      tensors += linear("\(attention).v_proj", input, slice(queries + keys, keys))
      tensors += linear(
        "\(attention).o_proj", "\(block).attention.output", slice(0, configuration.width))
      tensors.append(whole("\(stored).post_attention_layernorm", "\(block).feedForwardNorm"))
      tensors += linear("\(feedForward).gate_proj", gated, slice(0, hidden))
      tensors += linear("\(feedForward).up_proj", gated, slice(hidden, hidden))
      tensors += linear(
        "\(feedForward).down_proj", "\(block).feedForward.output", slice(0, configuration.width))
    }
    tensors.append(whole("model.norm", "finalNorm"))
    return tensors + StoredTensor.languageModelHead(of: configuration)
  }

  func isBuffer(_ name: String) -> Bool { name.hasSuffix("rotary_emb.inv_freq") }
}
