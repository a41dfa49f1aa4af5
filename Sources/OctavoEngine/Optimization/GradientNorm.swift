import CKernels

/// The Euclidean norm of all gradients taken together, for clipping (Pascanu et al. 2013).
public struct GradientNorm: Sendable {
  public let value: Double

  public init(of gradients: [Tensor]) {
    let squares = TensorChunk.map(gradients) { chunk in
      withPointers(gradients[chunk.tensor].from(chunk.range.lowerBound)) {
        octavo_sum_of_squares(chunk.range.count, $0)
      }
    }
    value = squares.reduce(0, +).squareRoot()
  }

  /// What to multiply the gradients by so that their norm does not exceed `limit`; 1 without a
  /// limit.
  public func clipScale(limit: Double?) -> Double {
    guard let limit else { return 1 }
    return min(1, limit / (value + 1e-6))
  }
}
