import OctavoBase

/// An architecture as Hugging Face's folders describe it: its `config.json` and the tensors of its
/// weights.
protocol PretrainedFormat: Sendable {
  /// What `config.json` calls the architecture.
  var modelType: String { get }
  /// The class of `transformers` that reads such a folder.
  var architecture: String { get }
  /// Begins the names of all tensors but the head's. A folder of the model without its head has
  /// none.
  var prefix: String { get }
  /// The keys of `config.json` by the setting of `GPT.Configuration` that they hold.
  var keys: [String: String] { get }

  /// Whether every choice of the configuration can be said in this architecture.
  func expresses(_ configuration: GPT.Configuration) -> Bool
  func configuration(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration
  /// The members of `config.json` that say what `configuration(in:)` reads.
  func settings(of configuration: GPT.Configuration) -> [JSON.Member]
  /// Every tensor of the weights, in the order in which they are written.
  func tensors(of configuration: GPT.Configuration) -> [StoredTensor]
  /// The constant that a tensor of this name holds beside the weights, if it is one.
  func constant(_ name: String, of configuration: GPT.Configuration) -> StoredConstant?
  /// Whether an output layer of its own is stored as the embedding is, so that a folder may have
  /// it where the two are tied.
  var storesHeadAsEmbedding: Bool { get }
  /// The keys of `config.json` that are read or change nothing; nil where others are not remarked
  /// on.
  var knownSettings: Set<String>? { get }
}

enum PretrainedFormats {
  static let all: [any PretrainedFormat] = [
    GPT2Format(), LLaMAFormat(), MixtralFormat(), Starcoder2Format(), ArceeFormat(),
    OctavoFormat(),
  ]

  /// The first format that has words for the configuration; Octavo's own has them for all.
  static func format(for configuration: GPT.Configuration) -> any PretrainedFormat {
    // No class of `transformers` has virtual tokens or values in a model itself.
    guard configuration.virtualTokens == nil, configuration.actionValues == nil else {
      return OctavoFormat()
    }
    return all.first { $0.expresses(configuration) } ?? OctavoFormat()
  }

  static func format(in file: ConfigurationFile) throws(PretrainedModelError)
    -> any PretrainedFormat
  {
    let modelType = try file.string("model_type")
    guard let format = all.first(where: { $0.modelType == modelType }) else {
      throw .unsupportedArchitecture(file: file.path, modelType: modelType)
    }
    return format
  }
}

extension GPT.Configuration {
  /// Whether `transformers` has a class for such a model, so that it opens the model's folder.
  public var isKnownToTransformers: Bool { !(PretrainedFormats.format(for: self) is OctavoFormat) }

  /// The shapes of the parameters by name.
  var parameterShapes: [String: [Int]] {
    Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.shape) })
  }
}
