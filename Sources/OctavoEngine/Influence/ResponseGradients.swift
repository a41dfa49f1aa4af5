/// The gradients of single examples by the weights of some layers. An example's loss is the
/// cross-entropy of its labels, summed, in nats.
///
/// Every example has a pass of its own, so that its gradient does not depend on the others.
public struct ResponseGradients: Sendable {
  public let model: GPT
  public let layers: InfluenceLayers

  public init(_ model: GPT, _ layers: InfluenceLayers) {
    self.model = model
    self.layers = layers
  }

  /// The gradients as rows: (examples, ``InfluenceLayers/count``).
  ///
  /// - Precondition: the examples suit the model.
  public func rows(
    of examples: [RelabeledResponse], progress: (_ done: Int) throws -> Void = { _ in }
  ) rethrows -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(examples.count * layers.count)
    for (index, example) in examples.enumerated() {
      try progress(index)
      values += pass(over: example).gradient
    }
    return Tensor(values, shape: [examples.count, layers.count])
  }

  /// An example's gradient, and what its tokens leave at each layer.
  struct Pass {
    /// As in ``InfluenceLayers``.
    let gradient: [Float]
    /// In the layers' order.
    let rows: [LinearRecord.Rows]
  }

  func pass(over labeled: RelabeledResponse) -> Pass {
    let record = LinearRecord()
    let tape = Tape(linearLayers: record)
    let weights = Weights(model.parameters, on: tape)
    let example = labeled.example
    let batch = ResponseBatch(prompts: [example.prompt], responses: [example.response])
    let loss = model.responseLogits(batch, weights).crossEntropy(labeled.labels, denominator: 1)
    let variables = layers.layers.map { $0.variables(of: weights) }
    let gradients = tape.gradients(
      of: loss, by: variables.flatMap { $0 })
    return Pass(
      gradient: gradients.flatMap(\.values), rows: variables.compactMap { record[$0[0]] })
  }
}
