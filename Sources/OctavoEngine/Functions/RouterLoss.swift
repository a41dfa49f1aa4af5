extension Variable {
  /// The mean of (log Σ exp x)² over the rows of a router's logits (N, E), which penalizes large
  /// logits (ST-MoE, Zoph et al. 2022, equation 5).
  package func routerZLoss() -> Variable {
    let logits = value
    let normalizers = logits.logSumExp()
    let total = normalizers.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    let count = Double(max(1, logits.rows))
    // d z / d x_j = 2 log Σ exp x · softmax(x)_j
    let probabilities = Variable(logits).softmax().value
    let input = node
    return recorded(Tensor([Float(total / count)], shape: []), from: self) { dy, gradients in
      let scale = dy.scalar * Float(2 / count)
      let dx = Tensor(uninitialized: logits.shape)
      withPointers(normalizers.from(0), probabilities.from(0), dx.mutableFrom(0)) {
        for row in 0..<logits.rows {
          for index in row * logits.columns..<(row + 1) * logits.columns {
            $2[index] = scale * $0[row] * $1[index]
          }
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
