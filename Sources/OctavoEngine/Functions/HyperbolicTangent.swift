extension Variable {
  /// The hyperbolic tangent of every number, in double precision inside: made for the few numbers of
  /// a prefix, not for activations.
  public func hyperbolicTangent() -> Variable {
    let results = value.values.map(Double.init).map { 1 - 2 / (Double.exp(2 * $0) + 1) }
    let input = node
    let shape = shape
    return recorded(Tensor(results.map(Float.init), shape: shape), from: self) { dy, gradients in
      let dx = zip(dy.values, results).map { Float(Double($0) * (1 - $1 * $1)) }
      gradients.add(Tensor(dx, shape: shape), to: input)
    }
  }
}
