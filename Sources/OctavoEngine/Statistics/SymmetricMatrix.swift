/// A real symmetric matrix in double precision, small enough to be decomposed whole.
public struct SymmetricMatrix: Hashable, Sendable {
  /// The length of a side.
  public let side: Int
  /// Row by row; equal on both sides of the diagonal.
  public private(set) var values: [Double]

  /// - Parameter element: is called for row ≥ column only; its value is that of both elements.
  public init(side: Int, _ element: (_ row: Int, _ column: Int) -> Double) {
    self.side = side
    values = Array(repeating: 0, count: side * side)
    for row in 0..<side {
      for column in 0...row {
        let value = element(row, column)
        values[row * side + column] = value
        values[column * side + row] = value
      }
    }
  }

  public subscript(row: Int, column: Int) -> Double { values[row * side + column] }

  public var trace: Double { (0..<side).reduce(0) { $0 + self[$1, $1] } }

  /// The eigenvalues, not in order, and the eigenvectors, which are the columns of `vectors`.
  public struct Decomposition: Sendable {
    public let values: [Double]
    /// (side, side), row by row.
    public let vectors: [Double]
  }

  /// The decomposition by Jacobi's rotations, each of which makes one element off the diagonal zero,
  /// row by row until all are (Golub & Van Loan, “Matrix computations”, 8.5). The order is fixed, so
  /// that equal matrices have equal bits.
  public func decomposed() -> Decomposition {
    var rotation = JacobiRotations(values, side: side)
    // Convergence is quadratic and takes some ten sweeps, so the limit is only a safeguard.
    var sweeps = 0
    while rotation.sweep() > 0, sweeps < 64 { sweeps += 1 }
    return Decomposition(
      values: (0..<side).map { rotation.matrix[$0 * side + $0] }, vectors: rotation.transposed())
  }

  /// The square root that has no negative eigenvalues; rounding below zero counts as zero.
  public func squareRoot() -> SymmetricMatrix {
    let parts = decomposed()
    let roots = parts.values.map { max(0, $0).squareRoot() }
    return SymmetricMatrix(side: side) { row, column in
      var sum = 0.0
      for index in 0..<side {
        sum +=
          parts.vectors[row * side + index] * roots[index] * parts.vectors[column * side + index]
      }
      return sum
    }
  }

  /// `self · other · self`.
  public func sandwiching(_ other: SymmetricMatrix) -> SymmetricMatrix {
    precondition(other.side == side)
    var product = [Double](repeating: 0, count: side * side)
    for row in 0..<side {
      for index in 0..<side {
        let factor = self[row, index]
        for column in 0..<side {
          product[row * side + column] += factor * other[index, column]
        }
      }
    }
    return SymmetricMatrix(side: side) { row, column in
      (0..<side).reduce(0) { $0 + product[row * side + $1] * self[$1, column] }
    }
  }
}

/// A symmetric matrix on its way to a diagonal one.
private struct JacobiRotations {
  private let side: Int
  private(set) var matrix: [Double]
  /// The eigenvectors so far, as rows, which a rotation reads in order.
  private var vectors: [Double]

  init(_ matrix: [Double], side: Int) {
    self.side = side
    self.matrix = matrix
    vectors = (0..<side * side).map { $0 / side == $0 % side ? 1 : 0 }
  }

  /// Rotates every pair of axes once.
  ///
  /// - Returns: how many pairs needed a rotation.
  mutating func sweep() -> Int {
    var count = 0
    for first in 0..<max(0, side - 1) {
      for second in first + 1..<side where turn(first, second) { count += 1 }
    }
    return count
  }

  /// Makes the element of two axes zero, by a rotation unless it is negligible beside the diagonal.
  ///
  /// - Returns: whether it needed a rotation.
  private mutating func turn(_ p: Int, _ q: Int) -> Bool {
    let off = matrix[p * side + q]
    let (a, b) = (matrix[p * side + p], matrix[q * side + q])
    guard off != 0, off.isFinite else { return false }
    matrix[p * side + q] = 0
    matrix[q * side + p] = 0
    let ratio = (b - a) / (2 * off)
    let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (1 + ratio * ratio).squareRoot())
    guard tangent != 0, abs(off) > 0x1p-53 * (abs(a).squareRoot() * abs(b).squareRoot()) else {
      return false
    }
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    rotate(p, q, cosine, tangent * cosine)
    matrix[p * side + p] = a - tangent * off
    matrix[q * side + q] = b + tangent * off
    return true
  }

  private mutating func rotate(_ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
    let side = side
    matrix.withUnsafeMutableBufferPointer { matrix in
      for index in 0..<side where index != p && index != q {
        let (x, y) = (matrix[p * side + index], matrix[q * side + index])
        matrix[p * side + index] = cosine * x - sine * y
        matrix[q * side + index] = sine * x + cosine * y
        matrix[index * side + p] = matrix[p * side + index]
        matrix[index * side + q] = matrix[q * side + index]
      }
    }
    vectors.withUnsafeMutableBufferPointer { vectors in
      for index in 0..<side {
        let (x, y) = (vectors[p * side + index], vectors[q * side + index])
        vectors[p * side + index] = cosine * x - sine * y
        vectors[q * side + index] = sine * x + cosine * y
      }
    }
  }

  /// The eigenvectors as columns.
  func transposed() -> [Double] {
    (0..<side * side).map { vectors[$0 % side * side + $0 / side] }
  }
}
