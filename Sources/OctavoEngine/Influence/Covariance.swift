/// The uncentered covariance of vectors, summed up in double precision.
struct Covariance {
  private let side: Int
  /// The lower triangle, in a square.
  private var sums: [Double]
  private var count = 0

  init(side: Int) {
    self.side = side
    sums = Array(repeating: 0, count: side * side)
  }

  /// - Parameters:
  ///   - rows: vectors, as the rows of a tensor.
  ///   - hasOne: whether each is followed by a 1.
  mutating func add(_ rows: Tensor, hasOne: Bool) {
    let (columns, side) = (rows.columns, side)
    precondition(columns + (hasOne ? 1 : 0) == side)
    rows.withUnsafeBuffer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for start in stride(from: 0, to: values.count, by: columns) {
          func element(_ place: Int) -> Double {
            place < columns ? Double(values[start + place]) : 1
          }
          for row in 0..<side {
            let factor = element(row)
            for column in 0...row { sums[row * side + column] += factor * element(column) }
          }
        }
      }
    }
    count += rows.rows
  }

  /// As columns, (side, side).
  var eigenvectors: Tensor {
    let matrix = SymmetricMatrix(side: side) { sums[$0 * side + $1] / Double(max(1, count)) }
    return Tensor(matrix.decomposed().vectors.map { Float($0) }, shape: [side, side])
  }
}
