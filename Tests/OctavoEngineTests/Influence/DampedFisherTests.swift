import OctavoEngine
import Testing

/// The inverse on least squares, where what an example does can be computed without a model.
@Suite struct DampedFisherTests {
  private static let features: [[Double]] = (0..<12).map { row in
    var stream = RandomStream(seed: 7).derived(for: "features", index: row)
    return [1, stream.normal(), stream.normal()]
  }
  private static let targets: [Double] = (0..<12).map { row in
    var stream = RandomStream(seed: 7).derived(for: "targets", index: row)
    return features[row][1] - 0.5 * features[row][2] + 0.3 * stream.normal()
  }

  /// The weights that minimize Σ ½ (x w − y)² over the rows + ½ N λ w².
  private static func fit(without left: Int? = nil, damping: Double) throws -> [Double] {
    var squares = LinearLeastSquares(unknowns: 3)
    for row in features.indices where row != left {
      squares.add(features[row], equals: targets[row])
    }
    let scale = (Double(features.count) * damping).squareRoot()
    for place in 0..<3 { squares.add((0..<3).map { $0 == place ? scale : 0 }, equals: 0) }
    return try #require(squares.solution)
  }

  private static func tensor(_ rows: [[Double]]) -> Tensor {
    Tensor(rows.flatMap { $0.map { Float($0) } }, shape: [rows.count, rows[0].count])
  }

  /// The Fisher information matrix F is the mean of x xᵀ. Leaving a row out moves the prediction of a
  /// query by qᵀ (F + λ)⁻¹ x (x w − y) / (N (1 − h)), where h is the row's leverage.
  @Test func leavingOutARowDoesWhatTheInversePredicts() throws {
    let count = Double(Self.features.count)
    let fisher = try #require(DampedFisher(samples: Self.tensor(Self.features), damping: 0.1))
    let weights = try Self.fit(damping: fisher.damping)
    let query = [1, 0.4, -1.2]
    for row in Self.features.indices {
      let residual = Self.product(Self.features[row], weights) - Self.targets[row]
      let products = fisher.products(
        Self.tensor([query, Self.features[row]]),
        Self.tensor([Self.features[row].map { $0 * residual }, Self.features[row]]))
      let leverage = products[1][1] / count
      let without = try Self.fit(without: row, damping: fisher.damping)
      let change = Self.product(query, without) - Self.product(query, weights)
      #expect(abs(change - products[0][0] / count / (1 - leverage)) < 1e-5)
    }
  }

  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test func gradientsThatAreAllZeroHaveNoInverse() {
    #expect(DampedFisher(samples: Tensor(zeros: [3, 4]), damping: 0.1) == nil)
  }

  @Test func theFactorSolvesEquations() throws {
    let matrix = SymmetricMatrix(side: 5) { row, column in
      row == column ? 4 + Double(row) : 1 / Double(1 + row + column)
    }
    let unknowns = [1, -2, 0.5, 3, -1]
    let right = (0..<5).map { row in
      (0..<5).reduce(0) { $0 + matrix[row, $1] * unknowns[$1] }
    }
    let solved = try #require(CholeskyFactor(matrix)).solve(right)
    #expect(zip(solved, unknowns).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(CholeskyFactor(SymmetricMatrix(side: 2) { $0 == $1 ? 1 : 2 }) == nil)
  }
}
