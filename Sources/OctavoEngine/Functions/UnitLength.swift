import CKernels
import OctavoBase

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

  /// These numbers times e to the power of a scalar, where that is at most `limit`.
  ///
  /// Beyond the limit the scalar's gradient is zero unless it leads back, so that a learned scale
  /// never gets stuck there.
  public func scaled(byExponentialOf exponent: Variable, atMost limit: Float = .infinity)
    -> Variable
  {
    let factor = Float.exp(exponent.value.scalar)
    let isLimited = factor > limit
    let y = detached * min(factor, limit)
    let (product, input, exponentNode, shape) = (y.value, node, exponent.node, exponent.shape)
    return recorded(product, from: self, exponent) { dy, gradients in
      let dy = dy
      let change = withPointers(dy.from(0), product.from(0)) { octavo_dot(dy.count, $0, $1) }
      gradients.add((Variable(dy) * min(factor, limit)).value, to: input)
      gradients.add(
        Tensor([isLimited ? max(0, Float(change)) : Float(change)], shape: shape), to: exponentNode)
    }
  }
}
