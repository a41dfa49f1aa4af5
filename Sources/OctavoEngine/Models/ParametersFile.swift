extension Parameters {
  /// The tensors as a safetensors file has them.
  ///
  /// - Parameter prefix: what their names begin with, before a dot.
  func deferred(prefix: String? = nil) -> [Safetensors.DeferredTensor] {
    zip(names, tensors).map { name, tensor in
      Safetensors.DeferredTensor(
        name: prefix.map { "\($0).\(name)" } ?? name, shape: tensor.shape
      ) { tensor.values }
    }
  }
}

extension SafetensorsFile {
  /// The parameters of such shapes.
  ///
  /// - Parameter prefix: what their names in the file begin with, before a dot.
  /// - Throws: where one is missing, or has another shape or a number that is not finite.
  func parameters(_ shapes: [ParameterShape], prefix: String? = nil) throws -> Parameters {
    Parameters(
      try shapes.map { parameter in
        let name = prefix.map { "\($0).\(parameter.name)" } ?? parameter.name
        let floats = try floats(of: name, shape: parameter.shape)
        return (parameter.name, Tensor(floats, shape: parameter.shape))
      })
  }
}
