import CKernels

extension Variable {
  /// W + scale · A B: (in, out), (in, r), (r, n) → (in, out), where n columns of W are changed.
  package func lowRankUpdated(
    _ a: Variable, _ b: Variable, scale: Float, from column: Int = 0
  ) -> Variable {
    let (w, a, b) = (self, a, b)
    let (inputs, rank, outputs, stride) = (a.shape[0], a.shape[1], b.shape[1], w.shape[1])
    let scaledA = a.value.scaled(by: scale)
    var y = w.value
    y.makeUnique()
    MatrixProduct.multiply(
      m: inputs, n: outputs, k: rank, scaledA.from(0), rank, b.value.from(0), outputs,
      into: y.mutableFrom(column), stride, accumulate: true)
    return recorded(y, from: w, a, b) { dy, gradients in
      let dy = dy
      gradients.add(to: a.node) { da, accumulate in
        MatrixProduct.multiply(
          m: inputs, n: rank, k: outputs, transposing: (false, true), dy.from(column), stride,
          b.value.scaled(by: scale).from(0), outputs, into: da.mutableFrom(0), rank,
          accumulate: accumulate)
      }
      gradients.add(to: b.node) { db, accumulate in
        MatrixProduct.multiply(
          m: rank, n: outputs, k: inputs, transposing: (true, false), scaledA.from(0), rank,
          dy.from(column), stride, into: db.mutableFrom(0), outputs, accumulate: accumulate)
      }
      gradients.add(dy, to: w.node)
    }
  }
}

extension Tensor {
  fileprivate func scaled(by scale: Float) -> Tensor {
    let result = Tensor(uninitialized: shape)
    withPointers(from(0), result.mutableFrom(0)) { octavo_affine(count, scale, 0, $0, $1) }
    return result
  }
}
