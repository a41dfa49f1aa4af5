extension DiffusionModel {
  /// What is known of a model without its tensors.
  public struct Description: Codable, Hashable, Sendable {
    public let configuration: Configuration
    /// Nil for a model without captions.
    public let text: GPT.Configuration?
    public let vocabulary: CaptionVocabulary?
    /// Nil stands for false.
    public let isTextFixed: Bool?
  }

  public var description: Description {
    Description(
      configuration: configuration, text: text?.transformer.configuration,
      vocabulary: text?.vocabulary, isTextFixed: isTextFixed ? true : nil)
  }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(
      network.parameters.deferred(prefix: "network")
        + (text?.transformer.parameters.deferred(prefix: "text") ?? []), write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    self = try Self.assembled(description) { prefix, shapes in
      try file.parameters(shapes, prefix: prefix)
    }
  }

  /// A model of the parameters that `read` finds for each part.
  fileprivate static func assembled(
    _ description: Description, _ read: (_ prefix: String, [ParameterShape]) throws -> Parameters
  ) throws -> DiffusionModel {
    let configuration = description.configuration
    if let problem = configuration.problems.first { throw problem }
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
    return try DiffusionModel(
      configuration, network, text: encoder, isTextFixed: description.isTextFixed ?? false)
  }
}

extension DiffusionModel: ArchivedModel {
  package init(_ description: Description, from queue: inout TensorQueue) throws {
    self = try Self.assembled(description) { _, shapes in try queue.take(shapes) }
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
    try Safetensors.encode(parameters.deferred(), write)
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

extension Autoencoder: ArchivedModel {
  package init(_ description: Description, from queue: inout TensorQueue) throws {
    if let problem = description.configuration.problems.first { throw problem }
    try self.init(
      description.configuration, parameters: queue.take(description.configuration.parameters),
      latentScale: description.latentScale)
  }
}
