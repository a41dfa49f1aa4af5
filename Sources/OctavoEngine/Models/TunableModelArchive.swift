extension TunableModel: ArchivedModel {
  package struct Description: Codable {
    let configuration: GPT.Configuration
    let adapter: LowRankAdapter.Settings?
  }

  package var description: Description {
    Description(configuration: configuration, adapter: adapter?.settings)
  }

  /// The base's and then the adapter's.
  package var archivedTensors: [Tensor] {
    base.parameters.tensors + (adapter?.parameters.tensors ?? [])
  }

  package init(_ description: Description, from queue: inout TensorQueue) throws {
    let base = try GPT(description.configuration, from: &queue)
    let adapter = try description.adapter.map { settings in
      try LowRankAdapter(
        settings, for: base.configuration,
        parameters: queue.take(LowRankAdapter.shapes(settings, for: base.configuration)))
    }
    self.init(base, adapter: adapter)
  }
}
