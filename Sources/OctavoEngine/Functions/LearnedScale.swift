import CKernels
import OctavoBase

extension Variable {
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
