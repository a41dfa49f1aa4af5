/// What a pass leaves at its linear layers: the inputs a of each and, after the way back, the gradients
/// of its outputs s. The gradient of a layer's weights is Σ a sᵀ over the rows.
final class LinearRecord {
  struct Rows {
    /// (rows, in)
    let inputs: Tensor
    /// (rows, out)
    let outputGradients: Tensor
  }

  /// By the place of the weights on the tape.
  private var layers: [Int: Rows] = [:]

  func append(_ inputs: Tensor, _ outputGradients: Tensor, at weight: Int) {
    layers[weight] = Rows(inputs: inputs, outputGradients: outputGradients)
  }

  /// Nil where no gradient reached the layer.
  subscript(weight: Variable) -> Rows? { weight.node.flatMap { layers[$0.index] } }
}
