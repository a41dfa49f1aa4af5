/// The linear least squares of a few unknowns, by the normal equations.
public struct LinearLeastSquares: Sendable {
  private var matrix: [[Double]]
  private var right: [Double]

  public init(unknowns: Int) {
    matrix = Array(repeating: Array(repeating: 0, count: unknowns), count: unknowns)
    right = Array(repeating: 0, count: unknowns)
  }

  /// Adds an equation, Σ coefficientᵢ xᵢ = value.
  public mutating func add(_ coefficients: [Double], equals value: Double) {
    for row in right.indices {
      for column in right.indices {
        matrix[row][column] += coefficients[row] * coefficients[column]
      }
      right[row] += coefficients[row] * value
    }
  }

  /// The unknowns, by the Cholesky decomposition of the matrix scaled to a unit diagonal; `nil`
  /// where the equations do not determine them.
  public var solution: [Double]? {
    let scales = right.indices.map { matrix[$0][$0].squareRoot() }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var lower = matrix
    for row in right.indices {
      for column in 0...row {
        var sum = matrix[row][column] / (scales[row] * scales[column])
        for k in 0..<column { sum -= lower[row][k] * lower[column][k] }
        if row == column {
          guard sum > 1e-12 else { return nil }
          lower[row][row] = sum.squareRoot()
        } else {
          lower[row][column] = sum / lower[column][column]
        }
      }
    }
    var unknowns = zip(right, scales).map { $0 / $1 }
    for row in right.indices {
      for k in 0..<row { unknowns[row] -= lower[row][k] * unknowns[k] }
      unknowns[row] /= lower[row][row]
    }
    for row in right.indices.reversed() {
      for k in right.indices.dropFirst(row + 1) { unknowns[row] -= lower[k][row] * unknowns[k] }
      unknowns[row] /= lower[row][row]
    }
    return zip(unknowns, scales).map { $0 / $1 }
  }
}
