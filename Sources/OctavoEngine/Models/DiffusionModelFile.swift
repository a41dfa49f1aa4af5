extension DiffusionModel {
  /// What is known of a model without its tensors.
  public struct Description: Codable, Hashable, Sendable {
    public let configuration: Configuration
    /// Nil for a model without captions.
    public let text: GPT.Configuration?
    public let vocabulary: CaptionVocabulary?
  }

  public var description: Description {
    Description(
      configuration: configuration, text: text?.transformer.configuration,
      vocabulary: text?.vocabulary)
  }

  /// The tensors as files name them.
  var namedTensors: [(name: String, tensor: Tensor)] {
    func named(_ prefix: String, _ parameters: Parameters) -> [(String, Tensor)] {
      zip(parameters.names, parameters.tensors).map { ("\(prefix).\($0)", $1) }
    }
    return named("network", network.parameters)
      + (text.map { named("text", $0.transformer.parameters) } ?? [])
  }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(namedTensors.map { $0.tensor.deferred($0.name) }, write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    self = try Self.assembled(description) { prefix, layout in
      try file.parameters(layout, prefix: prefix)
    }
  }

  /// A model of the parameters that `read` finds for each part.
  fileprivate static func assembled(
    _ description: Description, _ read: (_ prefix: String, [ParameterShape]) throws -> Parameters
  ) throws -> DiffusionModel {
    let configuration = description.configuration
    let network = try DenoisingUNet(
      configuration.network, parameters: read("network", configuration.network.parameters))
    var encoder: TextEncoder?
    if let text = description.text, let vocabulary = description.vocabulary {
      if let problem = text.problems.first { throw problem }
      guard text.vocabularySize == vocabulary.size else {
        throw Archive.Failure.damaged("the vocabulary is not the text encoder's")
      }
      encoder = TextEncoder(
        vocabulary, try GPT(text, parameters: read("text", text.parameters)))
    }
    return try DiffusionModel(configuration, network, text: encoder)
  }
}

extension TensorQueue {
  mutating func take(_ description: DiffusionModel.Description) throws -> DiffusionModel {
    try DiffusionModel.assembled(description) { _, layout in try take(layout) }
  }
}

extension Autoencoder {
  /// What is known of one without its tensors.
  public struct Description: Codable, Hashable, Sendable {
    public let configuration: Configuration
    public let latentScale: Double
  }

  public var description: Description {
    Description(configuration: configuration, latentScale: latentScale)
  }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(
      zip(parameters.names, parameters.tensors).map { $1.deferred($0) }, write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    if let problem = description.configuration.problems.first { throw problem }
    try self.init(
      description.configuration,
      parameters: file.parameters(description.configuration.parameters),
      latentScale: description.latentScale)
  }
}

extension Tensor {
  fileprivate func deferred(_ name: String) -> Safetensors.DeferredTensor {
    Safetensors.DeferredTensor(name: name, shape: shape) { values }
  }
}

extension SafetensorsFile {
  /// The tensors of a layout.
  fileprivate func parameters(
    _ layout: [ParameterShape], prefix: String? = nil
  ) throws -> Parameters {
    Parameters(
      try layout.map { parameter in
        let name = prefix.map { "\($0).\(parameter.name)" } ?? parameter.name
        let floats = try floats(of: name, shape: parameter.shape)
        return (parameter.name, Tensor(floats, shape: parameter.shape))
      })
  }
}
