import Foundation

/// A distribution over few outcomes, in double precision: what exact computations and checks are
/// made with.
public struct Categorical: Hashable, Sendable {
  public let logProbabilities: [Double]

  public init(logits: [Double]) {
    let normalizer = logSumExp(logits)
    logProbabilities = logits.map { $0 - normalizer }
  }

  public init(probabilities: [Double]) {
    logProbabilities = probabilities.map { log($0) }
  }

  public var count: Int { logProbabilities.count }
  public var probabilities: [Double] { logProbabilities.map { exp($0) } }

  /// E[f], where outcomes of no probability do not count.
  public func expectation(_ f: (Int) -> Double) -> Double {
    logProbabilities.indices.reduce(0) { total, outcome in
      let probability = exp(logProbabilities[outcome])
      return probability == 0 ? total : total + probability * f(outcome)
    }
  }

  /// −Σ p log p, in nats.
  public var entropy: Double { expectation { -logProbabilities[$0] } }

  /// The gradient of E[f] by the logits, for an f that does not depend on them: p (f − E[f]).
  public func expectationGradient(_ f: (Int) -> Double) -> [Double] {
    let mean = expectation(f)
    return logProbabilities.indices.map { exp(logProbabilities[$0]) * (f($0) - mean) }
  }

  /// −Σ x log(x + 10⁻⁹), as a survey of RLHF code prints the entropy with logits for x. It is the
  /// entropy where x are probabilities; of logits it is no number at all, or a meaningless one.
  public static func surveyEntropy(_ x: [Double]) -> Double {
    x.reduce(0) { $0 - $1 * log($1 + 1e-9) }
  }

  /// How much log-probability a truncation (top-k, top-p) adds to what it keeps: −log Σ p over the
  /// kept outcomes.
  ///
  /// Sampling from the truncated distribution and scoring with the full one shifts each
  /// log-probability by this much, which is one way to see a negative estimate of a KL divergence.
  public func truncationGap(keeping isKept: (Int) -> Bool) -> Double {
    -log(expectation { isKept($0) ? 1 : 0 })
  }
}

/// log Σ exp(x), without overflow.
func logSumExp(_ x: [Double]) -> Double {
  let largest = x.max() ?? -.infinity
  guard largest.isFinite else { return largest }
  return largest + log(x.reduce(0) { $0 + exp($1 - largest) })
}

/// log(1 + exp(x)), without overflow.
func softplus(_ x: Double) -> Double {
  max(x, 0) + log1p(exp(-abs(x)))
}

/// 1 / (1 + exp(−x)), without overflow.
func sigmoid(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
}
