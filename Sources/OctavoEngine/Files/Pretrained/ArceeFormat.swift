import OctavoBase

/// Arcee (`ArceeForCausalLM`): LLaMA with a feed-forward layer that is not gated.
struct ArceeFormat: PretrainedFormat {
  let modelType = "arcee"
  let architecture = "ArceeForCausalLM"
  let prefix = "model."
  let storesHeadAsEmbedding = true
  let knownSettings: Set<String>? = KnownSettings.common.union(KnownSettings.ofLLaMA)

  var keys: [String: String] { LLaMAFormat().keys }

  func expresses(_ configuration: GPT.Configuration) -> Bool {
    guard configuration.activation != .swiGLU else { return false }
    var gated = configuration
    gated.activation = .swiGLU
    return LLaMAFormat().expresses(gated)
  }

  func configuration(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration {
    try LLaMAFormat.configuration(
      in: file, activations: PlainActivation.names, default: "relu2")
  }

  func settings(of configuration: GPT.Configuration) -> [JSON.Member] {
    LLaMAFormat.settings(
      of: configuration, activation: PlainActivation.name(of: configuration.activation))
  }

  func tensors(of configuration: GPT.Configuration) -> [StoredTensor] {
    LLaMATensors(of: configuration, .plain(up: "up_proj", down: "down_proj")).all
  }

  func constant(_ name: String, of configuration: GPT.Configuration) -> StoredConstant? {
    RotaryKeys.constant(name, of: configuration)
  }
}

/// The activations of feed-forward layers that are not gated, as later architectures name them.
enum PlainActivation {
  /// The first name of each function is the one that is written.
  static let names: [(name: String, value: GPT.Configuration.FeedForward)] = [
    ("gelu_pytorch_tanh", .geluTanh), ("gelu_new", .geluTanh), ("gelu", .gelu), ("silu", .silu),
    ("swish", .silu),
  ]

  /// - Precondition: the activation is not gated.
  static func name(of activation: GPT.Configuration.FeedForward) -> String {
    guard let name = names.first(where: { $0.value == activation })?.name else {
      preconditionFailure("a gated activation has no name of its own")
    }
    return name
  }
}
