import OctavoBase

/// The sizes of a model under the keys that LLaMA and most later architectures use.
enum SizeKeys {
  static let names = [
    "vocabularySize": "vocab_size", "context": "max_position_embeddings",
    "layers": "num_hidden_layers", "heads": "num_attention_heads",
    "keyValueHeads": "num_key_value_heads", "width": "hidden_size",
    "hiddenWidth": "intermediate_size", "experts": expertCount, "activeExperts": activeExperts,
  ]

  private static let expertCount = "num_local_experts"
  private static let activeExperts = "num_experts_per_tok"

  static func experts(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration.Experts? {
    guard file.has(expertCount) else { return nil }
    return GPT.Configuration.Experts(
      count: try file.size(expertCount), active: try file.size(activeExperts))
  }

  static func expertSettings(of configuration: GPT.Configuration) -> [JSON.Member] {
    guard let experts = configuration.experts else { return [] }
    return [
      JSON.Member(key: expertCount, value: .integer(experts.count)),
      JSON.Member(key: activeExperts, value: .integer(experts.active)),
    ]
  }

  static func configuration(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration {
    let heads = try file.size("num_attention_heads")
    let configuration = GPT.Configuration(
      vocabularySize: try file.size("vocab_size"),
      context: try file.size("max_position_embeddings"),
      layers: try file.size("num_hidden_layers"), heads: heads,
      keyValueHeads: try file.size("num_key_value_heads", default: heads),
      width: try file.size("hidden_size"), hiddenWidth: try file.size("intermediate_size"))
    if file.has("head_dim"), try file.size("head_dim") != configuration.headWidth {
      throw file.problem(
        "head_dim", "must be hidden_size / num_attention_heads, \(configuration.headWidth) here")
    }
    return configuration
  }

  static func settings(of configuration: GPT.Configuration) -> [JSON.Member] {
    let sizes = [
      ("vocab_size", configuration.vocabularySize),
      ("max_position_embeddings", configuration.context),
      ("num_hidden_layers", configuration.layers),
      ("num_attention_heads", configuration.heads),
      ("num_key_value_heads", configuration.keyValueHeads),
      ("head_dim", configuration.headWidth),
      ("hidden_size", configuration.width),
      ("intermediate_size", configuration.hiddenWidth),
    ]
    return sizes.map { JSON.Member(key: $0, value: .integer($1)) }
  }
}
