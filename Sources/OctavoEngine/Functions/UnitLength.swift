import CKernels

extension Variable {
  /// Each row divided by its length, x / ‖x‖: (…, C) → (…, C). A row of zeros stays as it is, with a
  /// gradient of zero.
  public func scaledToUnitLength() -> Variable {
    let (x, width) = (value, value.columns)
    let y = Tensor(uninitialized: x.shape)
    let scales = (0..<x.rows).map { row -> Float in
      withPointers(x.row(row), y.mutableRow(row)) { x, y in
        let square = octavo_sum_of_squares(width, x)
        let scale = square > 0 ? Float(1 / square.squareRoot()) : 0
        octavo_affine(width, scale, 0, x, y)
        return scale
      }
    }
    let input = node
    return recorded(y, from: self) { dy, gradients in
      let dx = Tensor(uninitialized: y.shape)
      for (row, scale) in scales.enumerated() {
        withPointers(y.row(row), dy.row(row), dx.mutableRow(row)) { y, dy, dx in
          let along = Float(octavo_dot(width, y, dy))
          for i in 0..<width { dx[i] = scale * (dy[i] - along * y[i]) }
        }
      }
      gradients.add(dx, to: input)
    }
  }
}
