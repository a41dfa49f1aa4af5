import CKernels

extension Variable {
  /// silu(gate) · up (SwiGLU, Shazeer 2020): (…, 2 · width) → (…, width), where a row holds the
  /// gate and then up.
  public func swiGLU() -> Variable {
    let x = value
    let width = x.columns / 2
    precondition(x.columns.isMultiple(of: 2))
    let y = Tensor(uninitialized: x.shape.dropLast() + [width])
    Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
      withPointers(x.row(rows.lowerBound), y.mutableRow(rows.lowerBound)) {
        octavo_swiglu(rows.count, width, $0, $1)
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dy = dy
      let dx = Tensor(uninitialized: x.shape)
      Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
        let first = rows.lowerBound
        withPointers(x.row(first), dy.row(first), dx.mutableRow(first)) {
          octavo_swiglu_backward(rows.count, width, $0, $1, $2)
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
