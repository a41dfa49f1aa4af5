import Foundation

extension TunableModel {
  /// What is known of one without its tensors.
  struct Description: Codable {
    let configuration: GPT.Configuration
    let adapter: LowRankAdapter.Settings?
  }

  var description: Description {
    Description(configuration: configuration, adapter: adapter?.settings)
  }

  /// The base's and then the adapter's.
  var archivedTensors: [Tensor] {
    base.parameters.tensors + (adapter?.parameters.tensors ?? [])
  }
}

extension TensorQueue {
  mutating func take(_ description: TunableModel.Description) throws -> TunableModel {
    let base = try take(description.configuration)
    guard let settings = description.adapter else { return TunableModel(base) }
    let parameters = try take(LowRankAdapter.layout(settings, for: base.configuration))
    return TunableModel(
      base, adapter: try LowRankAdapter(settings, for: base.configuration, parameters: parameters))
  }
}

extension LowRankAdapter {
  private struct Header: Codable {
    let settings: Settings
    let model: GPT.Configuration
  }

  /// The adapter alone, without its base, as bytes.
  public func archive(for model: GPT.Configuration) throws -> Data {
    try Archive.data(of: Header(settings: settings, model: model), parameters.tensors)
  }

  /// - Throws: where the bytes are damaged, or belong to a model of other sizes.
  public init(archive data: Data, for model: GPT.Configuration) throws {
    let (header, tensors) = try Archive.content(of: data, Header.self)
    guard header.model == model else {
      throw ConfigurationProblem(
        setting: "adapter", message: "was trained on a model with another configuration")
    }
    var queue = TensorQueue(tensors)
    try self.init(
      header.settings, for: model, parameters: queue.take(Self.layout(header.settings, for: model)))
    try queue.finish()
  }
}
