extension LowRankAdapter {
  /// Hands over the bytes of a safetensors file: the adapter's matrices, and its settings as
  /// metadata.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(
      zip(parameters.names, parameters.tensors).map { name, tensor in
        Safetensors.DeferredTensor(name: name, shape: tensor.shape) { tensor.values }
      },
      metadata: [
        "format": "pt", "rank": String(settings.rank), "alpha": String(settings.alpha),
        "targets": settings.targets.map(\.rawValue).joined(separator: " "),
      ], write)
  }

  /// Reads what `write(_:)` wrote.
  public init(_ file: SafetensorsFile) throws {
    guard let rank = file.metadata["rank"].flatMap(Int.init),
      let alpha = file.metadata["alpha"].flatMap(Double.init),
      let names = file.metadata["targets"]?.split(separator: " ").map(String.init)
    else { throw Archive.Failure.damaged("\(file.path) says no rank, alpha and targets") }
    let targets = names.compactMap(Target.init)
    guard targets.count == names.count else {
      throw Archive.Failure.damaged("\(file.path) names targets that are not known")
    }
    settings = Settings(rank: rank, alpha: alpha, targets: targets)
    parameters = Parameters(
      try file.names.map { name in
        let shape = try file.shape(of: name)
        return (name, Tensor(try file.floats(of: name, shape: shape), shape: shape))
      })
  }

  /// What keeps the adapter from being merged into a model, if anything.
  public func problem(for model: GPT.Configuration) -> String? {
    let wanted = Self.layout(settings, for: model)
    let isFitting =
      wanted.count == parameters.names.count
      && wanted.allSatisfy {
        parameters.contains($0.name) && parameters[$0.name].shape == $0.shape
      }
    return isFitting ? nil : "the adapter was trained on a model of other sizes"
  }
}
