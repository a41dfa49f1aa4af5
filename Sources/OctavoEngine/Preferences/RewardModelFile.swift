extension RewardModel {
  /// Hands over the bytes of a safetensors file with what a reward model has beside its trunk: the
  /// head's tensors, and the normalization as metadata.
  public func writeHead(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try Safetensors.encode(
      network.head.parameters.deferred(),
      metadata: [
        "format": "pt", "gain": String(normalization.gain), "bias": String(normalization.bias),
      ], write)
  }

  /// Reads what `writeHead(_:)` wrote.
  ///
  /// - Throws: where the file does not belong to a reward model of this trunk.
  public init(trunk: GPT, head file: SafetensorsFile) throws {
    let parameters = try file.parameters(ScalarHead.shapes(width: trunk.configuration.width))
    guard let gain = file.metadata["gain"].flatMap(Double.init),
      let bias = file.metadata["bias"].flatMap(Double.init)
    else { throw Archive.Failure.damaged("\(file.path) says no gain and bias") }
    self.init(
      network: ScalarModel(trunk: trunk, head: ScalarHead(parameters: parameters)),
      normalization: RewardNormalization(gain: gain, bias: bias))
  }
}
