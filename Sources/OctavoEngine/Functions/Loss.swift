/// A loss and its gradient by the numbers it was computed from, in their order.
public struct Loss: Hashable, Sendable {
  public let value: Double
  public let gradient: [Double]

  public init(value: Double, gradient: [Double]) {
    self.value = value
    self.gradient = gradient
  }

  /// A weighted sum of terms, each with its derivative.
  init(_ weights: [Double], _ terms: (Int) -> (value: Double, derivative: Double)) {
    var total = 0.0
    var gradient = [Double](repeating: 0, count: weights.count)
    for (index, weight) in weights.enumerated() where weight != 0 {
      let term = terms(index)
      total += weight * term.value
      gradient[index] = weight * term.derivative
    }
    self.init(value: total, gradient: gradient)
  }
}

extension Variable {
  /// A loss of these numbers that is computed off the tape, in double precision and with its own
  /// gradient.
  package func loss(_ loss: ([Double]) -> Loss) -> Variable {
    let result = loss(value.values.map(Double.init))
    precondition(result.gradient.count == value.count)
    let (input, shape) = (node, shape)
    return recorded(Tensor([Float(result.value)], shape: []), from: self) { gradient, gradients in
      let scale = Double(gradient.scalar)
      gradients.add(
        Tensor(result.gradient.map { Float(scale * $0) }, shape: shape), to: input)
    }
  }
}
