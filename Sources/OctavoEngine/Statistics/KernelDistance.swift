/// The squared maximum mean discrepancy of two sets of features under the kernel (x·y / d + 1)³,
/// which Bińkowski et al. (2018) call KID. The estimate is unbiased: it is 0 on average where both
/// sets come from one distribution, however small they are, so a value may be negative.
public struct KernelDistance: Sendable {
  private let first, second: FeatureSet

  /// - Precondition: there are two features or more of each, of as many dimensions.
  public init(_ first: FeatureSet, _ second: FeatureSet) {
    precondition(first.count > 1 && second.count > 1 && first.dimensions == second.dimensions)
    (self.first, self.second) = (first, second)
  }

  /// The terms of features of the first set: of each its mean kernel with the others of its set,
  /// minus twice its mean kernel with the second set.
  public func ofFirst(_ rows: [Int]) -> [Double] {
    let own = Self.sums(of: rows, in: first, with: first, skipsItself: true)
    let across = Self.sums(of: rows, in: first, with: second, skipsItself: false)
    return zip(own, across).map {
      $0 / Double(first.count - 1) - 2 * $1 / Double(second.count)
    }
  }

  /// The terms of features of the second set: of each its mean kernel with the others of its set.
  public func ofSecond(_ rows: [Int]) -> [Double] {
    Self.sums(of: rows, in: second, with: second, skipsItself: true)
      .map { $0 / Double(second.count - 1) }
  }

  /// The distance of the two sets.
  public func callAsFunction() -> Double {
    Self.distance(ofFirst(Array(0..<first.count)), ofSecond(Array(0..<second.count)))
  }

  /// The distance, from the terms of all features of both sets.
  public static func distance(_ first: [Double], _ second: [Double]) -> Double {
    first.reduce(0, +) / Double(first.count) + second.reduce(0, +) / Double(second.count)
  }

  /// The sum of the kernels of each of some features with those of another set.
  private static func sums(
    of rows: [Int], in own: FeatureSet, with others: FeatureSet, skipsItself: Bool
  ) -> [Double] {
    let products = own.products(of: rows, with: others)
    let dimensions = Double(own.dimensions)
    return rows.enumerated().map { place, row in
      var sum = 0.0
      for other in 0..<others.count where !(skipsItself && other == row) {
        let base = products[place * others.count + other] / dimensions + 1
        sum += base * base * base
      }
      return sum
    }
  }
}
