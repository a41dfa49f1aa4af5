import CKernels

extension Variable {
  /// exp(x) / Σ exp(x) over the last axis.
  public func softmax() -> Variable {
    let x = value
    let y = Tensor(uninitialized: x.shape)
    let logSumExp = x.logSumExp()
    let ones = Tensor(repeating: 1, shape: [x.rows])
    Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
      let first = rows.lowerBound
      withPointers(x.row(first), logSumExp.from(first), ones.from(first), y.mutableRow(first)) {
        octavo_softmax_scaled(rows.count, x.columns, $0, $1, $2, $3)
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: y.shape)
      Parallel.forEachBlock(of: y.rows, minimum: 16) { rows in
        let first = rows.lowerBound
        withPointers(y.row(first), dy.row(first), dx.mutableRow(first)) {
          octavo_softmax_backward(rows.count, y.columns, $0, $1, $2)
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
