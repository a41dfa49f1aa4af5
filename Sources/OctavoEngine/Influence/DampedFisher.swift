import CKernels

/// (F + λ)⁻¹ of a Fisher information matrix F = (1/M) Σ g gᵀ of sampled gradients g, exactly: by the
/// Woodbury identity, which takes a system of M equations in place of one for each weight,
///
///     u (F + λ)⁻¹ v = (u v − u Gᵀ (M λ + G Gᵀ)⁻¹ G v) / λ,
///
/// where the gradients are the rows of G.
public struct DampedFisher: Sendable {
  private let samples: Tensor
  private let factor: CholeskyFactor
  /// λ
  public let damping: Double

  /// - Parameters:
  ///   - samples: (M, weights).
  ///   - damping: λ as a multiple of the mean eigenvalue of F.
  /// - Returns: nil where the gradients are all zero, or not finite.
  public init?(samples: Tensor, damping: Double) {
    let count = samples.rows
    let products = samples.products(with: samples)
    let trace = (0..<count).reduce(0.0) { $0 + products[$1][$1] }
    self.damping = damping * trace / Double(count) / Double(max(1, samples.columns))
    let diagonal = self.damping * Double(count)
    guard diagonal > 0, diagonal.isFinite else { return nil }
    let system = SymmetricMatrix(side: count) { row, column in
      products[row][column] + (row == column ? diagonal : 0)
    }
    guard let factor = CholeskyFactor(system) else { return nil }
    self.samples = samples
    self.factor = factor
  }

  /// u (F + λ)⁻¹ v of each row u and each row v of two tensors, (…, weights).
  public func products(_ left: Tensor, _ right: Tensor) -> [[Double]] {
    let plain = left.products(with: right)
    let leftSamples = left.products(with: samples)
    let rightSamples = right.products(with: samples)
    return zip(leftSamples, plain).map { samples, plain in
      let solved = factor.solve(samples)
      return zip(rightSamples, plain).map { samples, plain in
        (plain - zip(solved, samples).reduce(0) { $0 + $1.0 * $1.1 }) / damping
      }
    }
  }
}

extension Tensor {
  /// The dot product of every row with every row of another tensor, in double precision: the inverse
  /// is a small difference of large products.
  func products(with other: Tensor) -> [[Double]] {
    precondition(columns == other.columns)
    let count = columns
    var products = [Double](repeating: 0, count: rows * other.rows)
    products.withUnsafeMutableBufferPointer { products in
      Parallel.forEach(rows) { row in
        withPointers(self.row(row), other.from(0)) { left, right in
          for column in 0..<other.rows {
            products[row * other.rows + column] = octavo_dot(count, left, right + column * count)
          }
        }
      }
    }
    return (0..<rows).map { Array(products[$0 * other.rows..<($0 + 1) * other.rows]) }
  }
}
