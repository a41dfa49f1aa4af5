/// The eigenvalue-corrected Kronecker-factored approximation of the Fisher information matrix, EK-FAC
/// (George et al. 2018, arXiv 1806.03884), as Grosse et al. (2023, arXiv 2308.03296) use it.
///
/// Layers are independent of each other. A layer's part is A ⊗ S, the covariances of its inputs and
/// of its outputs' gradients over all tokens. In the basis of their eigenvectors the eigenvalues are
/// replaced by the mean squares of the examples' gradients, which are the best for this basis.
public struct KroneckerFactors: Sendable {
  private struct Layer {
    let layer: InfluenceLayers.Layer
    /// Eigenvectors of A and S as columns.
    let inputBasis, outputBasis: Tensor
    /// (in, out)
    var eigenvalues: [Double]

    init(_ layer: InfluenceLayers.Layer, _ input: Covariance, _ output: Covariance) {
      self.layer = layer
      inputBasis = input.eigenvectors
      outputBasis = output.eigenvectors
      eigenvalues = Array(repeating: 0, count: layer.range.count)
    }

    /// Adds the squares of an example's gradient to the eigenvalues.
    mutating func add(_ gradient: [Float], share: Double) {
      for (place, value) in rotated(gradient.matrix(of: layer)).values.enumerated() {
        eigenvalues[place] += Double(value) * Double(value) * share
      }
    }

    /// Q_Aᵀ G Q_S of a gradient G, or back again.
    func rotated(_ gradient: Tensor, back: Bool = false) -> Tensor {
      let (inputs, outputs) = (layer.inputs, layer.outputs)
      let half = Tensor(uninitialized: [inputs, outputs])
      MatrixProduct.compute(
        half, m: inputs, n: outputs, k: inputs, Matrix(inputBasis, transposed: !back),
        Matrix(gradient))
      let whole = Tensor(uninitialized: [inputs, outputs])
      MatrixProduct.compute(
        whole, m: inputs, n: outputs, k: outputs, Matrix(half),
        Matrix(outputBasis, transposed: back))
      return whole
    }
  }

  private var layers: [Layer]

  /// - Parameters:
  ///   - examples: with labels that are drawn from the model.
  ///   - progress: is called with the number of passes that are done, two for each example.
  public init(
    _ gradients: ResponseGradients, _ examples: [RelabeledResponse],
    progress: (_ done: Int) throws -> Void = { _ in }
  ) rethrows {
    let parts = gradients.layers.layers
    var inputs = parts.map { Covariance(side: $0.inputs) }
    var outputs = parts.map { Covariance(side: $0.outputs) }
    for (index, example) in examples.enumerated() {
      try progress(index)
      for (layer, rows) in gradients.pass(over: example).rows.enumerated() {
        inputs[layer].add(rows.inputs, hasOne: parts[layer].hasBias)
        outputs[layer].add(rows.outputGradients, hasOne: false)
      }
    }
    layers = parts.indices.map { Layer(parts[$0], inputs[$0], outputs[$0]) }
    for (index, example) in examples.enumerated() {
      try progress(examples.count + index)
      let gradient = gradients.pass(over: example).gradient
      for layer in layers.indices { layers[layer].add(gradient, share: 1 / Double(examples.count)) }
    }
  }

  /// (F + λ)⁻¹ v of each row v, with a λ of its own for every layer.
  ///
  /// - Parameters:
  ///   - rows: (…, weights).
  ///   - damping: λ as a multiple of the layer's mean eigenvalue.
  public func solve(_ rows: Tensor, damping: Double) -> Tensor {
    var result: [Float] = []
    result.reserveCapacity(rows.count)
    let values = rows.values
    for row in 0..<rows.rows {
      let gradient = Array(values[row * rows.columns..<(row + 1) * rows.columns])
      for layer in layers {
        let mean = layer.eigenvalues.reduce(0, +) / Double(max(1, layer.eigenvalues.count))
        let rotated = layer.rotated(gradient.matrix(of: layer.layer))
        // A layer that no gradient reaches has no curvature, and no share in any score.
        let scaled = zip(rotated.values, layer.eigenvalues).map { value, eigenvalue in
          mean > 0 ? Float(Double(value) / (eigenvalue + damping * mean)) : 0
        }
        result += layer.rotated(Tensor(scaled, shape: rotated.shape), back: true).values
      }
    }
    return Tensor(result, shape: rows.shape)
  }
}

extension [Float] {
  /// A layer's part of a gradient, (in, out).
  fileprivate func matrix(of layer: InfluenceLayers.Layer) -> Tensor {
    Tensor(self[layer.range], shape: [layer.inputs, layer.outputs])
  }
}
