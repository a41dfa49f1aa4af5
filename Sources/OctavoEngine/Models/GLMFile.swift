extension GLM {
  public var description: Configuration { configuration }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(parameters.deferred(), write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ configuration: Configuration, _ file: SafetensorsFile) throws {
    try self.init(configuration) { try file.parameters($0, prefix: nil) }
  }

  /// A model of the parameters that `read` finds.
  private init(
    _ configuration: Configuration, _ read: ([ParameterShape]) throws -> Parameters
  ) throws {
    if let problem = configuration.problems.first { throw problem }
    self.init(configuration, try read(configuration.parameters))
  }
}

extension GLM: ArchivedModel {
  package init(_ configuration: Configuration, from queue: inout TensorQueue) throws {
    try self.init(configuration) { try queue.take($0) }
  }
}

extension GLM: DescribedModel {}
