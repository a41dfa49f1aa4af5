/// L of a positive definite matrix L Lᵀ, by which equations are solved.
public struct CholeskyFactor: Sendable {
  private let side: Int
  /// Row by row; what is above the diagonal is not read.
  private var lower: [Double]

  /// Nil where the matrix is not positive definite.
  public init?(_ matrix: SymmetricMatrix) {
    let side = matrix.side
    var values = matrix.values
    let isDefinite = values.withUnsafeMutableBufferPointer { lower in
      for row in 0..<side {
        for column in 0...row {
          let (first, second) = (row * side, column * side)
          var sum = lower[first + column]
          for k in 0..<column { sum -= lower[first + k] * lower[second + k] }
          if column < row {
            lower[first + column] = sum / lower[second + column]
          } else if sum > 0, sum.isFinite {
            lower[first + row] = sum.squareRoot()
          } else {
            return false
          }
        }
      }
      return true
    }
    guard isDefinite else { return nil }
    self.side = side
    lower = values
  }

  /// x of L Lᵀ x = `right`.
  public func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == side)
    var unknowns = right
    for row in 0..<side {
      for k in 0..<row { unknowns[row] -= lower[row * side + k] * unknowns[k] }
      unknowns[row] /= lower[row * side + row]
    }
    for row in (0..<side).reversed() {
      for k in row + 1..<max(side, row + 1) {
        unknowns[row] -= lower[k * side + row] * unknowns[k]
      }
      unknowns[row] /= lower[row * side + row]
    }
    return unknowns
  }
}
