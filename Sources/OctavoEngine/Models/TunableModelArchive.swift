extension TunableModel: ArchivedModel {
  package struct Description: Codable {
    /// Of the base.
    let configuration: GPT.Configuration
    let adapter: ModelAdapter.Settings?
  }

  package var description: Description {
    Description(configuration: base.configuration, adapter: adapter?.settings)
  }

  /// The base's and then the adapter's.
  package var archivedTensors: [Tensor] {
    base.parameters.tensors + (adapter?.parameters.tensors ?? [])
  }

  package init(_ description: Description, from queue: inout TensorQueue) throws {
    let base = try GPT(description.configuration, from: &queue)
    let adapter = try description.adapter.map { settings in
      try settings.adapter(
        for: base.configuration,
        parameters: queue.take(settings.shapes(for: base.configuration)))
    }
    self.init(base, adapter: adapter)
  }
}
