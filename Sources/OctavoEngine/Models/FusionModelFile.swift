extension FusionModel {
  /// What is known of a model without its tensors.
  public struct Description: Codable, Hashable, Sendable {
    public let configuration: Configuration
    public let vocabulary: CaptionVocabulary
  }

  public var description: Description {
    Description(configuration: configuration, vocabulary: vocabulary)
  }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(parameters.deferred(), write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    try self.init(description) { try file.parameters($0, prefix: nil) }
  }

  /// A model of the parameters that `read` finds.
  init(_ description: Description, _ read: ([ParameterShape]) throws -> Parameters) throws {
    let configuration = description.configuration
    if let problem = configuration.problems.first { throw problem }
    self.init(
      configuration, description.vocabulary,
      try read(configuration.parameters(description.vocabulary)))
  }
}

extension FusionModel: ArchivedModel {
  package init(_ description: Description, from queue: inout TensorQueue) throws {
    try self.init(description) { try queue.take($0) }
  }
}

extension FusionModel: DescribedModel {}
