extension ContrastiveModel {
  /// What is known of a model without its tensors.
  public struct Description: Codable, Hashable, Sendable {
    public let configuration: Configuration
    public let text: GPT.Configuration
    public let vocabulary: CaptionVocabulary
  }

  public var description: Description {
    Description(
      configuration: configuration, text: text.transformer.configuration,
      vocabulary: text.vocabulary)
  }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(
      parameters.deferred() + text.transformer.parameters.deferred(prefix: "text"), write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    try self.init(
      description, parameters: { try file.parameters($0) },
      text: { try file.parameters($0, prefix: "text") })
  }

  fileprivate init(
    _ description: Description, parameters: ([ParameterShape]) throws -> Parameters,
    text: ([ParameterShape]) throws -> Parameters
  ) throws {
    let configuration = description.configuration
    if let problem = configuration.problems.first ?? description.text.problems.first {
      throw problem
    }
    guard description.text.vocabularySize == description.vocabulary.size else {
      throw Archive.Failure.damaged("the vocabulary is not the text encoder's")
    }
    let own = try parameters(configuration.parameters(textWidth: description.text.width))
    self.init(
      configuration, own,
      TextEncoder(
        description.vocabulary,
        try GPT(description.text, parameters: text(description.text.parameters))))
  }
}

extension ContrastiveModel: ArchivedModel {
  package init(_ description: Description, from queue: inout TensorQueue) throws {
    let own = try queue.take(
      description.configuration.parameters(textWidth: description.text.width))
    let text = try queue.take(description.text.parameters)
    try self.init(description, parameters: { _ in own }, text: { _ in text })
  }
}
