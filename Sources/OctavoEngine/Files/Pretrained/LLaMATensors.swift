/// The tensors of LLaMA and of architectures that name theirs as it does: a head's queries, keys and
/// values apart, rotary channels in halves.
struct LLaMATensors {
  /// How an architecture names the matrices of a feed-forward layer, within its block.
  enum FeedForward {
    /// A gate, what it gates, and what brings it back to the width.
    case gated(gate: String, up: String, down: String)
    case plain(up: String, down: String)
  }

  private let configuration: GPT.Configuration
  private let feedForward: FeedForward
  /// What is stored: of a model without biases that is stored with them, zeros too.
  private let shapes: [String: [Int]]
  private let own: Set<String>

  /// - Parameter storesBiases: whether a model without biases is stored with zeros for them.
  init(
    of configuration: GPT.Configuration, _ feedForward: FeedForward, storesBiases: Bool = false
  ) {
    self.configuration = configuration
    self.feedForward = feedForward
    own = Set(configuration.parameters.map(\.name))
    var stored = configuration
    if storesBiases { stored.biases = true }
    shapes = stored.parameterShapes
  }

  /// All of them, but not the feed-forward layers of a model with experts.
  var all: [StoredTensor] {
    let heads = configuration.attentionHeads
    let (queries, keys) = (heads.queries * heads.width, heads.keys * heads.width)
    var order = StoredTensor.ChannelOrder.same
    if case .rotary(_, .interleaved) = configuration.positions {
      order = .halved(headWidth: heads.width)
    }
    var tensors = norm("model.embed_tokens", "tokenEmbedding")
    for index in 0..<configuration.layers {
      let (stored, block) = ("model.layers.\(index)", "blocks.\(index)")
      let (attention, input) = ("\(stored).self_attn", "\(block).attention.input")
      tensors += norm("\(stored).input_layernorm", "\(block).attentionNorm")
      tensors += linear("\(attention).q_proj", input, 0, queries, order)
      tensors += linear("\(attention).k_proj", input, queries, keys, order)
      tensors += linear("\(attention).v_proj", input, queries + keys, keys)
      tensors += linear(
        "\(attention).o_proj", "\(block).attention.output", 0, configuration.width)
      tensors += norm("\(stored).post_attention_layernorm", "\(block).feedForwardNorm")
      tensors += feedForwardTensors("\(stored).mlp", "\(block).feedForward")
    }
    tensors += norm("model.norm", "finalNorm")
    return tensors + StoredTensor.languageModelHead(of: configuration)
  }

  private func feedForwardTensors(_ stored: String, _ part: String) -> [StoredTensor] {
    let hidden = configuration.hiddenWidth
    func input(_ name: String, _ start: Int) -> [StoredTensor] {
      linear("\(stored).\(name)", "\(part).input", start, hidden)
    }
    func output(_ name: String) -> [StoredTensor] {
      linear("\(stored).\(name)", "\(part).output", 0, configuration.width)
    }
    switch feedForward {
    case .gated(let gate, let up, let down):
      return input(gate, 0) + input(up, hidden) + output(down)
    case .plain(let up, let down): return input(up, 0) + output(down)
    }
  }

  /// A parameter that is stored as it is, with its bias if it has one.
  private func norm(_ stored: String, _ name: String) -> [StoredTensor] {
    ["weight", "bias"].compactMap { part in
      let parameter = "\(name).\(part)"
      return shapes[parameter].map { shape in
        StoredTensor(
          name: "\(stored).\(part)", shape: shape,
          content: own.contains(parameter) ? .parameter(parameter) : .zeros)
      }
    }
  }

  private func linear(
    _ stored: String, _ name: String, _ start: Int, _ count: Int,
    _ order: StoredTensor.ChannelOrder = .same
  ) -> [StoredTensor] {
    ["weight", "bias"].compactMap { part in
      let parameter = "\(name).\(part)"
      return shapes[parameter].map { shape in
        StoredTensor(
          name: "\(stored).\(part)", shape: [count] + shape.dropLast(),
          content: own.contains(parameter)
            ? .columns(of: parameter, start..<start + count, order: order) : .zeros)
      }
    }
  }
}
