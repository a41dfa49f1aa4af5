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
    try Safetensors.encode(deferred(), write)
  }

  /// The tensors of a file.
  ///
  /// - Parameter prefix: begins all names.
  func deferred(prefix: String? = nil) -> [Safetensors.DeferredTensor] {
    parameters.deferred(prefix: prefix)
      + text.transformer.parameters.deferred(prefix: prefix.map { "\($0).text" } ?? "text")
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    try self.init(description) { prefix, shapes in try file.parameters(shapes, prefix: prefix) }
  }

  /// A model of the parameters that `read` finds for each part.
  init(
    _ description: Description,
    _ read: (_ prefix: String?, [ParameterShape]) throws -> Parameters
  ) throws {
    let (configuration, text) = (description.configuration, description.text)
    if let problem = configuration.problems.first ?? text.problems.first { throw problem }
    guard text.vocabularySize == description.vocabulary.size else {
      throw Archive.Failure.damaged("the vocabulary is not the text encoder's")
    }
    let own = try read(nil, configuration.parameters(textWidth: text.width))
    let encoder = try GPT(text, parameters: read("text", text.parameters))
    self.init(configuration, own, TextEncoder(description.vocabulary, encoder))
  }
}

extension ContrastiveModel: ArchivedModel {
  package init(_ description: Description, from queue: inout TensorQueue) throws {
    try self.init(description) { _, shapes in try queue.take(shapes) }
  }
}
