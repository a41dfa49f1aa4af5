import Foundation
import OctavoBase

extension VirtualTokenAdapter {
  static let tensorName = "prompt_embeddings"

  /// The files of a folder that Hugging Face's `peft` reads as an adapter of prompt tuning or prefix
  /// tuning. They hold the virtual tokens themselves, not an MLP that computes a prefix.
  func files() throws -> [PretrainedModel.File] {
    let adapter = withoutProjection
    let weight = adapter.stored(adapter.parameters[Self.weight], reading: false)
    let model = String(decoding: try JSONEncoder.stable().encode(model), as: UTF8.self)
    let tensor = StoredTensor(
      name: Self.tensorName, shape: weight.shape, content: .parameter(Self.weight))
    return [
      PretrainedModel.File(
        LowRankAdapter.tensorsName, [tensor], of: Parameters([(Self.weight, weight)]),
        as: .float32, metadata: ["format": "pt", LowRankAdapter.modelKey: model]),
      PretrainedModel.File(LowRankAdapter.settingsName, text: settingsText),
    ]
  }

  private var settingsText: String {
    let kind = settings.tokens.kind
    let first: [JSON.Member] = [
      JSON.Member(key: "peft_type", value: .string(kind.peftName)),
      JSON.Member(key: "task_type", value: "CAUSAL_LM"),
      JSON.Member(key: "base_model_name_or_path", value: .null),
      JSON.Member(key: "inference_mode", value: true),
    ]
    let sizes = VirtualTokenSettingsFile.sizes(of: model, settings.tokens).map {
      JSON.Member(key: $0.key, value: .integer($0.size))
    }
    let last: [JSON.Member] =
      switch kind {
      case .prompt: [JSON.Member(key: "prompt_tuning_init", value: "RANDOM")]
      case .prefix:
        [
          JSON.Member(key: "encoder_hidden_size", value: .integer(model.width)),
          JSON.Member(key: "prefix_projection", value: false),
        ]
      }
    return JSON.object(first + sizes + last).text
  }

  /// Converts a prefix to or from the order of channels in files: where a model rotates the channels
  /// 2i and 2i + 1 of a key together, files hold them as i and i + width/2.
  fileprivate func stored(_ weight: Tensor, reading: Bool) -> Tensor {
    guard settings.tokens.kind == .prefix, case .rotary(_, .interleaved) = model.positions,
      model.isKnownToTransformers
    else { return weight }
    let heads = model.attentionHeads
    let keys = heads.keys * heads.width
    var result = weight
    for index in 0..<weight.count where index % (2 * keys) < keys {
      let row = index % heads.width
      let source =
        index - row + StoredTensor.ChannelOrder.halved(headWidth: heads.width).column(ofRow: row)
      if reading { result[source] = weight[index] } else { result[index] = weight[source] }
    }
    return result
  }
}

extension VirtualTokenAdapter {
  /// Reads a folder that `peft`, or Octavo, has written.
  ///
  /// - Parameter model: the settings of the model that the adapter was trained on.
  init(contentsOf folder: URL, for model: GPT.Configuration) throws(PretrainedModelError) {
    let (settings, checkpoint) = try Self.checked(folder, for: model)
    let parameters = Parameters(uninitialized: Self.shapes(settings, for: model))
    let tensor = StoredTensor(
      name: Self.tensorName, shape: parameters[Self.weight].shape,
      content: .parameter(Self.weight))
    try tensor.read(from: checkpoint, as: Self.tensorName, into: parameters)
    do throws(ConfigurationProblem) {
      try self.init(settings, for: model, parameters: parameters)
    } catch {
      throw .unreadable(file: checkpoint.path, problem: "\(error)")
    }
    self.parameters[Self.weight] = stored(parameters[Self.weight], reading: true)
  }

  /// The settings of a folder and its tensors, of which only names and shapes are read.
  static func checked(
    _ folder: URL, for model: GPT.Configuration
  ) throws(PretrainedModelError) -> (Settings, SafetensorsCheckpoint) {
    let settings = Settings(try VirtualTokenSettingsFile(in: folder, for: model).tokens)
    let checkpoint = try AdapterFolder.checkpoint(in: folder)
    if let name = checkpoint.names.first(where: { $0 != tensorName }) {
      throw .unreadable(
        file: checkpoint.path,
        problem: "the tensor \(name.quotedForDisplay) has no place: virtual tokens are one tensor, "
          + tensorName)
    }
    do throws(SafetensorsError) {
      try checkpoint.check(
        tensorName, shape: [settings.tokens.count, model.width(of: settings.tokens.kind)])
    } catch {
      throw .tensors(error)
    }
    return (settings, checkpoint)
  }
}

/// The `adapter_config.json` of virtual tokens, checked against the model that reads them.
struct VirtualTokenSettingsFile {
  let tokens: VirtualTokens

  private static let countKey = "num_virtual_tokens"

  init(in folder: URL, for model: GPT.Configuration) throws(PretrainedModelError) {
    let file = try LowRankAdapter.settingsFile(in: folder)
    let kind = try file.choice(
      "peft_type", among: VirtualTokens.Kind.allCases.map { (name: $0.peftName, value: $0) })
    tokens = VirtualTokens(kind, count: try file.size(Self.countKey))
    do throws(ConfigurationProblem) { _ = try model.adding(tokens) } catch {
      throw file.problem(Self.countKey, error.message)
    }
    for (key, size) in Self.sizes(of: model, tokens) where file.has(key) {
      let found = try file.size(key)
      guard found == size else {
        throw file.problem(key, "must be \(size) for this model, but is \(found)")
      }
    }
  }

  static func sizes(
    of model: GPT.Configuration, _ tokens: VirtualTokens
  ) -> [(key: String, size: Int)] {
    // Keys that several heads of queries share count once.
    let heads = tokens.kind == .prefix ? model.keyValueHeads : model.heads
    return [
      (countKey, tokens.count), ("token_dim", heads * model.headWidth),
      ("num_transformer_submodules", 1), ("num_attention_heads", heads),
      ("num_layers", model.layers),
    ]
  }
}

extension VirtualTokens.Kind {
  /// What PEFT calls such adapters.
  var peftName: String {
    switch self {
    case .prompt: "PROMPT_TUNING"
    case .prefix: "PREFIX_TUNING"
    }
  }
}
