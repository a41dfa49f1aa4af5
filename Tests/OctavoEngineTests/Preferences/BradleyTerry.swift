import Foundation
import OctavoEngine

/// Labels drawn as Bernoulli(σ(difference of gold rewards)), and what no reward model can do better
/// on them.
enum BradleyTerry {
  /// P(the first is preferred).
  static func probability(goldDifference: Double) -> Double { 1 / (1 + exp(-goldDifference)) }

  /// The expected accuracy of the best possible predictions.
  static func accuracyCeiling(goldDifferences: [Double]) -> Double {
    mean(goldDifferences) { max($0, 1 - $0) }
  }

  /// The expected cross-entropy of the best possible predictions, in nats.
  static func crossEntropyFloor(goldDifferences: [Double]) -> Double {
    mean(goldDifferences) { Categorical(probabilities: [$0, 1 - $0]).entropy }
  }

  private static func mean(_ differences: [Double], _ f: (Double) -> Double) -> Double {
    differences.reduce(0) { $0 + f(probability(goldDifference: $1)) } / Double(differences.count)
  }
}
