extension Variable {
  /// The lower of two numbers, place by place; of equal ones the first has the gradient.
  package func minimum(_ other: Variable) -> Variable {
    precondition(shape == other.shape)
    let (x, y) = (value, other.value)
    let isFirst = zip(x.values, y.values).map { $0 <= $1 }
    let lower = Tensor(zip(x.values, y.values).map { $0 <= $1 ? $0 : $1 }, shape: shape)
    let (one, another, shape) = (node, other.node, shape)
    return recorded(lower, from: self, other) { dy, gradients in
      let dy = dy.values
      for (node, isOwn) in [(one, true), (another, false)] {
        gradients.add(
          Tensor(zip(dy, isFirst).map { $1 == isOwn ? $0 : 0 }, shape: shape), to: node)
      }
    }
  }
}
