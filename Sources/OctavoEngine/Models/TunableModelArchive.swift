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
    let parameters = try take(LowRankAdapter.shapes(settings, for: base.configuration))
    return TunableModel(
      base, adapter: try LowRankAdapter(settings, for: base.configuration, parameters: parameters))
  }
}
