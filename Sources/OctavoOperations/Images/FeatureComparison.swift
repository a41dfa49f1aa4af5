import OctavoEngine
import OctavoRunner

/// How the features of images compare with those of reference images, computed in batches, so that a
/// step can be stopped.
struct FeatureComparison {
  let images, reference: FeatureSet
  let neighbors: Int
  let context: StepContext

  func frechetDistance() -> Double { images.frechetDistance(to: reference) }

  func kernelDistance() throws -> Double {
    let distance = KernelDistance(images, reference)
    return KernelDistance.distance(
      try batches(of: images, distance.ofFirst), try batches(of: reference, distance.ofSecond))
  }

  /// Whether each image lies within the manifold of the reference images.
  func precise() throws -> [Bool] { try rows(of: images, within: reference) }

  /// Whether each reference image lies within the manifold of the images.
  func recalled() throws -> [Bool] { try rows(of: reference, within: images) }

  private func rows(of set: FeatureSet, within others: FeatureSet) throws -> [Bool] {
    let manifold = FeatureManifold(
      others,
      squaredRadii: try batches(of: others) { others.squaredRadii(of: $0, neighbors: neighbors) })
    return try batches(of: set) { manifold.contains($0, of: set) }
  }

  private func batches<Result>(
    of set: FeatureSet, _ body: ([Int]) -> [Result]
  ) throws -> [Result] {
    try context.inBatches(of: 256, Array(0..<set.count), unit: "images") { body(Array($0)) }
  }
}
