/// The linear layers of a language model whose weights influence is computed for. Everything else of
/// the model counts as fixed.
///
/// A layer's gradient is a matrix (in + 1, out), whose last row belongs to the bias, or (in, out)
/// without one. A row of gradients has those of all layers, one after the other, row by row.
public struct InfluenceLayers: Hashable, Sendable {
  struct Layer: Hashable, Sendable {
    /// Such as `blocks.0.attention.input`.
    let name: String
    let hasBias: Bool
    /// One more than the layer reads where it has a bias.
    let inputs: Int
    let outputs: Int
    /// Where its numbers stand in a row.
    let range: Range<Int>
  }

  let layers: [Layer]

  /// - Parameter targets: the matrices of every block.
  public init(_ targets: [LowRankAdapter.Target], of model: GPT.Configuration) {
    let biases = Set(model.parameters.map(\.name))
    var (layers, start): ([Layer], Int) = ([], 0)
    for matrix in LowRankAdapter.adapted(.init(targets: targets), model) {
      let name = String(matrix.name.dropLast(".weight".count))
      let hasBias = biases.contains("\(name).bias")
      let inputs = matrix.shape[0] + (hasBias ? 1 : 0)
      let end = start + inputs * matrix.shape[1]
      layers.append(
        Layer(
          name: name, hasBias: hasBias, inputs: inputs, outputs: matrix.shape[1],
          range: start..<end))
      start = end
    }
    self.layers = layers
  }

  /// How many numbers a gradient has.
  public var count: Int { layers.last?.range.upperBound ?? 0 }

  /// The longest side of a layer's covariances.
  public var longestSide: Int { layers.map { max($0.inputs, $0.outputs) }.max() ?? 0 }
}

extension InfluenceLayers.Layer {
  /// The layer's variables among those of a pass, the bias last.
  func variables(of weights: Weights) -> [Variable] {
    [weights["\(name).weight"]] + (hasBias ? [weights["\(name).bias"]] : [])
  }
}
