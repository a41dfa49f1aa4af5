extension RewardModel {
  /// Hands over the bytes of a safetensors file with what a reward model has beside its trunk: the
  /// head's tensors, and the normalisation as metadata.
  public func writeHead(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    let parameters = network.head.parameters
    try Safetensors.encode(
      zip(parameters.names, parameters.tensors).map { name, tensor in
        Safetensors.DeferredTensor(name: name, shape: tensor.shape) { tensor.values }
      },
      metadata: [
        "format": "pt", "gain": String(normalization.gain), "bias": String(normalization.bias),
      ], write)
  }

  /// Reads what `writeHead(_:)` wrote.
  ///
  /// - Throws: where the file does not belong to a reward model of this trunk.
  public init(trunk: GPT, head file: SafetensorsFile) throws {
    let parameters = try ScalarHead.layout(width: trunk.configuration.width).map { parameter in
      let floats = try file.floats(of: parameter.name, shape: parameter.shape)
      return (name: parameter.name, tensor: Tensor(floats, shape: parameter.shape))
    }
    guard let gain = file.metadata["gain"].flatMap(Double.init),
      let bias = file.metadata["bias"].flatMap(Double.init)
    else { throw Archive.Failure.damaged("\(file.path) says no gain and bias") }
    self.init(
      network: ScalarModel(trunk: trunk, head: ScalarHead(parameters: Parameters(parameters))),
      normalization: RewardNormalization(gain: gain, bias: bias))
  }
}
