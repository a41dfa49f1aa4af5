extension RetroModel: ArchivedModel {
  /// A model without its tensors.
  public struct Description: Codable, Hashable, Sendable {
    public let configuration: Configuration
    public let learned: LearnedPart
  }

  public var description: Description {
    Description(configuration: configuration, learned: learned)
  }

  package var archivedTensors: [Tensor] { language.parameters.tensors + retrieval.tensors }

  package init(_ description: Description, from queue: inout TensorQueue) throws {
    try self.init(description) { _, shapes in try queue.take(shapes) }
  }

  private init(
    _ description: Description, _ read: (_ prefix: String, [ParameterShape]) throws -> Parameters
  ) throws {
    let configuration = description.configuration
    if let problem = configuration.problems.first { throw problem }
    let language = try GPT(
      configuration.language, parameters: read("language", configuration.language.parameters))
    self.init(
      configuration, description.learned, language,
      try read("retrieval", configuration.retrievalParameters))
  }
}

extension RetroModel: DescribedModel {
  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(
      language.parameters.deferred(prefix: "language") + retrieval.deferred(prefix: "retrieval"),
      write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    try self.init(description) { prefix, shapes in try file.parameters(shapes, prefix: prefix) }
  }
}
