import CKernels

/// A slowly moving copy of a model's parameters: s ← decay · s + (1 − decay) · w after every
/// update.
public struct ExponentialMovingAverage: Sendable {
  public let decay: Double
  public private(set) var tensors: [Tensor]

  /// Starts at the given parameters.
  public init(of parameters: [Tensor], decay: Double) {
    self.decay = decay
    tensors = parameters
  }

  public mutating func update(_ parameters: [Tensor]) {
    precondition(parameters.count == tensors.count)
    for index in tensors.indices { tensors[index].makeUnique() }
    let averages = tensors
    TensorChunk.forEach(of: averages) { chunk in
      let average = averages[chunk.tensor].mutableFrom(chunk.range.lowerBound)
      octavo_affine(chunk.range.count, Float(decay), 0, average, average)
      octavo_add_scaled(
        chunk.range.count, Float(1 - decay),
        parameters[chunk.tensor].from(chunk.range.lowerBound), average)
    }
  }
}
