import OctavoBase

/// A distribution over few outcomes, in double precision: what exact computations and checks are
/// made with.
public struct Categorical: Hashable, Sendable {
  public let logProbabilities: [Double]

  public init(logits: [Double]) {
    let normalizer = logSumExp(logits)
    logProbabilities = logits.map { $0 - normalizer }
  }

  public init(probabilities: [Double]) {
    logProbabilities = probabilities.map { Double.log($0) }
  }

  public var count: Int { logProbabilities.count }
  public var probabilities: [Double] { logProbabilities.map { Double.exp($0) } }

  /// E[f], where outcomes of no probability do not count.
  public func expectation(_ f: (Int) -> Double) -> Double {
    logProbabilities.indices.reduce(0) { total, outcome in
      let probability = Double.exp(logProbabilities[outcome])
      return probability == 0 ? total : total + probability * f(outcome)
    }
  }

  /// −Σ p log p, in nats.
  public var entropy: Double { expectation { -logProbabilities[$0] } }

  /// KL(self ‖ other) in nats.
  public func klDivergence(to other: Categorical) -> Double {
    expectation { logProbabilities[$0] - other.logProbabilities[$0] }
  }
}

/// log Σ exp(x), without overflow.
func logSumExp(_ x: [Double]) -> Double {
  let largest = x.max() ?? -.infinity
  guard largest.isFinite else { return largest }
  return largest + Double.log(x.reduce(0) { $0 + Double.exp($1 - largest) })
}

/// log(1 + exp(x)), without overflow.
func softplus(_ x: Double) -> Double {
  max(x, 0) + Double.log(onePlus: Double.exp(-abs(x)))
}

/// 1 / (1 + exp(−x)), without overflow.
func sigmoid(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + Double.exp(-x)) : Double.exp(x) / (1 + Double.exp(x))
}
