import Foundation
import OctavoEngine
import Testing

/// How sets of features are compared, against what SciPy, NumPy and PyTorch say in float64, which
/// `make_feature_reference.py` wrote.
@Suite struct FeatureSetTests {
  private struct Case: Decodable {
    let count, otherCount, dimensions, neighbors: Int
    let frechet, kernel: Double
    let precise, recalled: [Bool]
    let eigenvalues: [Double]

    var first: FeatureSet { features(count, phase: 0.3, scale: 1, shift: 0) }
    var second: FeatureSet { features(otherCount, phase: 1.1, scale: 1.4, shift: 0.2) }

    private func features(
      _ count: Int, phase: Double, scale: Double, shift: Double
    ) -> FeatureSet {
      let values = (0..<count * dimensions).map { (index: Int) -> Double in
        let place = Double(index)
        let wave = sin(0.01 * place * place + phase)
        return scale * wave + shift
      }
      return FeatureSet(values, count: count)
    }
  }

  private static func cases() throws -> [Case] {
    let url = try #require(
      Bundle.module.url(forResource: "feature_reference", withExtension: "json"))
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
  }

  @Test func theFrechetDistanceIsThatOfSciPy() throws {
    for item in try Self.cases() {
      #expect(abs(item.first.frechetDistance(to: item.second) - item.frechet) < 1e-6)
      #expect(abs(item.second.frechetDistance(to: item.first) - item.frechet) < 1e-6)
    }
  }

  @Test func theKernelDistanceIsThatOfNumPy() throws {
    for item in try Self.cases() {
      #expect(abs(KernelDistance(item.first, item.second)() - item.kernel) < 1e-10)
    }
  }

  @Test func manifoldsHoldWhatThoseOfPyTorchHold() throws {
    for item in try Self.cases() {
      let (first, second) = (item.first, item.second)
      #expect(
        FeatureManifold(second, neighbors: item.neighbors)
          .contains(Array(0..<first.count), of: first) == item.precise)
      #expect(
        FeatureManifold(first, neighbors: item.neighbors)
          .contains(Array(0..<second.count), of: second) == item.recalled)
    }
  }

  @Test func eigenvaluesAreThoseOfSciPy() throws {
    for item in try Self.cases() {
      let found = item.first.covariance.decomposed().values.sorted()
      #expect(zip(found, item.eigenvalues).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test func theSquareRootTimesItselfIsTheMatrix() throws {
    for item in try Self.cases() {
      let matrix = item.second.covariance
      let root = matrix.squareRoot()
      let identity = SymmetricMatrix(side: matrix.side) { $0 == $1 ? 1 : 0 }
      let square = root.sandwiching(identity)
      #expect(zip(square.values, matrix.values).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  /// Normal distributions along the axes, whose distance is Σ (μ₁ − μ₂)² + (σ₁ − σ₂)².
  @Test func theFrechetDistanceHasItsClosedForm() {
    func corners(_ center: Double, _ deviation: Double) -> FeatureSet {
      // Four corners with n − 1 degrees of freedom.
      let reach = deviation * 0.75.squareRoot()
      return FeatureSet(
        [-1.0, -1, -1, 1, 1, -1, 1, 1].map { (side: Double) in center + reach * side }, count: 4)
    }
    let distance = corners(1, 2).frechetDistance(to: corners(-1, 5))
    #expect(abs(distance - 2 * (4 + 9)) < 1e-12)
    #expect(corners(1, 2).frechetDistance(to: corners(1, 2)) < 1e-12)
  }

  @Test func matricesThatAreDiagonalOrEmptyAreDecomposed() {
    let diagonal = SymmetricMatrix(side: 3) { $0 == $1 ? Double($0) - 1 : 0 }
    #expect(diagonal.decomposed().values == [-1, 0, 1])
    #expect(diagonal.squareRoot().values == [0, 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(SymmetricMatrix(side: 0) { _, _ in 0 }.decomposed().values == [])
  }

  /// Of one distribution, the estimate is 0 on average, and now below and now above.
  @Test func theKernelDistanceIsUnbiased() {
    func normals(_ seed: UInt64) -> FeatureSet {
      var stream = RandomStream(seed: seed)
      return FeatureSet((0..<40).map { _ in stream.normal() }, count: 20)
    }
    let distances = (0..<200).map { KernelDistance(normals(2 * $0), normals(2 * $0 + 1))() }
    let mean: Double = distances.reduce(0, +) / 200
    let squares = distances.map { (distance: Double) in (distance - mean) * (distance - mean) }
    let standardError: Double = (squares.reduce(0, +) / 199 / 200).squareRoot()
    #expect(abs(mean) < 4 * standardError)
    #expect(distances.contains { $0 < 0 } && distances.contains { $0 > 0 })
  }

  /// Batches of rows give what all rows give, to the bit.
  @Test func rowsStandForThemselves() throws {
    let item = try Self.cases()[0]
    let (first, second) = (item.first, item.second)
    let all = Array(0..<first.count)
    #expect(
      first.squaredRadii(of: all, neighbors: 3)
        == all.flatMap { first.squaredRadii(of: [$0], neighbors: 3) })
    let kernel = KernelDistance(first, second)
    #expect(kernel.ofFirst(all) == all.flatMap { kernel.ofFirst([$0]) })
    #expect(first[[3, 1]].values == Array(first.values[18..<24] + first.values[6..<12]))
  }
}
