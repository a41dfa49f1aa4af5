/// The region where features lie: the union of balls, one around each feature, that reach to its
/// k-th nearest neighbor (Kynkäänniemi et al. 2019).
///
/// The share of generated images within the manifold of real ones is their *precision*, and the
/// share of real ones within the manifold of the generated ones their *recall*.
public struct FeatureManifold: Sendable {
  private let features: FeatureSet
  /// The square of each ball's radius.
  private let squaredRadii: [Double]

  /// - Parameter squaredRadii: what `squaredRadii(of:neighbors:)` gives for all features.
  public init(_ features: FeatureSet, squaredRadii: [Double]) {
    precondition(squaredRadii.count == features.count)
    self.features = features
    self.squaredRadii = squaredRadii
  }

  public init(_ features: FeatureSet, neighbors: Int) {
    self.init(
      features,
      squaredRadii: features.squaredRadii(of: Array(0..<features.count), neighbors: neighbors))
  }

  /// Whether some features of another set lie within a ball or on its edge.
  public func contains(_ rows: [Int], of others: FeatureSet) -> [Bool] {
    let distances = others.squaredDistances(of: rows, to: features)
    return rows.indices.map { place in
      let start = place * features.count
      return squaredRadii.indices.contains { distances[start + $0] <= squaredRadii[$0] }
    }
  }
}

extension FeatureSet {
  /// The squares of the distances of some features to their k-th nearest neighbor, not counting
  /// themselves.
  ///
  /// - Precondition: there are more features than neighbors.
  public func squaredRadii(of rows: [Int], neighbors: Int) -> [Double] {
    precondition(1..<count ~= neighbors)
    let distances = squaredDistances(of: rows, to: self)
    return rows.enumerated().map { place, row in
      var others = Array(distances[place * count..<(place + 1) * count])
      others.remove(at: row)
      return others.sorted()[neighbors - 1]
    }
  }
}
