import OctavoBase

/// Mixtral (`MixtralForCausalLM`): LLaMA with experts, of which a token uses two or more.
struct MixtralFormat: PretrainedFormat {
  let modelType = "mixtral"
  let architecture = "MixtralForCausalLM"
  let prefix = "model."

  let storesHeadAsEmbedding = true
  let knownSettings: Set<String>? = KnownSettings.common.union(KnownSettings.ofMixtral)

  private let llama = LLaMAFormat()

  var keys: [String: String] { llama.keys }

  /// Mixtral counts a single expert's result in full, where the engine takes its probability, so only
  /// more than one is the same.
  func expresses(_ configuration: GPT.Configuration) -> Bool {
    guard let experts = configuration.experts, experts.active > 1, !configuration.biases else {
      return false
    }
    var dense = configuration
    dense.experts = nil
    return llama.expresses(dense)
  }

  func configuration(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration {
    var configuration = try llama.configuration(in: file)
    guard let experts = try SizeKeys.experts(in: file) else {
      throw file.problem("num_local_experts", "is missing; a Mixtral has experts")
    }
    guard experts.active > 1 else {
      throw file.problem(
        "num_experts_per_tok", "must be at least 2, since one expert alone counts differently here")
    }
    if file.has("sliding_window") {
      throw file.problem("sliding_window", "must be null: attention here sees the whole context")
    }
    configuration.experts = experts
    return configuration
  }

  func settings(of configuration: GPT.Configuration) -> [JSON.Member] {
    llama.settings(of: configuration) + SizeKeys.expertSettings(of: configuration)
      + [JSON.Member(key: "sliding_window", value: nil)]
  }

  func tensors(of configuration: GPT.Configuration) -> [StoredTensor] {
    let (width, hidden) = (configuration.width, configuration.hiddenWidth)
    func linear(
      _ stored: String, _ parameter: String, _ columns: Range<Int>, inputs: Int
    ) -> StoredTensor {
      StoredTensor(
        name: "\(stored).weight", shape: [columns.count, inputs],
        content: .columns(of: "\(parameter).weight", columns))
    }
    let experts = (0..<configuration.layers).flatMap { layer in
      let stored = "model.layers.\(layer).block_sparse_moe"
      let names = (0..<(configuration.experts?.count ?? 0)).map { "blocks.\(layer).experts.\($0)" }
      return [
        linear("\(stored).gate", "blocks.\(layer).router", 0..<names.count, inputs: width)
      ]
        + names.enumerated().flatMap { expert, name in
          let part = "\(stored).experts.\(expert)"
          return [
            linear("\(part).w1", "\(name).input", 0..<hidden, inputs: width),
            linear("\(part).w3", "\(name).input", hidden..<2 * hidden, inputs: width),
            linear("\(part).w2", "\(name).output", 0..<width, inputs: hidden),
          ]
        }
    }
    return llama.tensors(of: configuration) + experts
  }

  func constant(_ name: String, of configuration: GPT.Configuration) -> StoredConstant? {
    llama.constant(name, of: configuration)
  }
}
