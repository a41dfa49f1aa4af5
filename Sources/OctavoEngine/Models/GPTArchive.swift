import Foundation

extension GPT: ArchivedModel {
  package var description: Configuration { configuration }

  package init(_ configuration: Configuration, from queue: inout TensorQueue) throws {
    if let problem = configuration.problems.first { throw problem }
    try self.init(configuration, parameters: queue.take(configuration.parameters))
  }

  /// The model as bytes.
  public func archive() throws -> Data {
    try Archive.data(of: configuration, parameters.tensors)
  }

  /// - Throws: where the bytes are not those of a model.
  public init(archive data: Data) throws {
    let (configuration, tensors) = try Archive.content(of: data, Configuration.self)
    var queue = TensorQueue(tensors)
    try self.init(configuration, from: &queue)
    try queue.finish()
  }
}
