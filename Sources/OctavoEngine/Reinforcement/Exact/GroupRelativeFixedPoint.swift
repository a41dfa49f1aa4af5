import OctavoBase

/// Where GRPO (Shao et al. 2024) comes to rest, in the limit of large groups: the policy at which the
/// gradient of its expected loss vanishes, where all responses can be counted.
///
/// At a prefix s, the advantage term's gradient by the logit of token a is π(a) (Q(a) − V) / σ, with
/// the mean reward Q(a) of the responses that go on with a, its mean V under π, and the standard
/// deviation σ of all responses' rewards. As a loss, the k3 penalty's gradient is β (π(a) − π_ref(a)).
/// They are equal where
///
///     π(a) = β σ π_ref(a) / (λ − Q(a)),   with λ such that Σ π(a) = 1.
///
/// The maximum of J(π) is another policy: π_ref(a) exp(Q*(a) / β), up to a constant.
public struct GroupRelativeFixedPoint: Sendable {
  public let policy: Categorical
  /// σ
  public let deviation: Double

  /// The fixed point that is reached from the reference's σ.
  ///
  /// - Parameters:
  ///   - rewards: one for each of the space's sequences.
  ///   - coefficient: β, above 0.
  /// - Returns: `nil` where σ does not settle, such as where the policy narrows to one response.
  public init?(
    of space: SequenceSpace, reference: Categorical, rewards: [Double], coefficient: Double
  ) {
    precondition(reference.count == space.count && rewards.count == space.count)
    var policy = reference
    var deviation = Self.deviation(of: rewards, under: reference)
    for _ in 0..<1000 {
      guard deviation > 0 else { return nil }
      policy = Self.policy(
        symbols: space.symbols, reference.probabilities, rewards, scale: coefficient * deviation)
      let new = Self.deviation(of: rewards, under: policy)
      if abs(new - deviation) <= 1e-12 * deviation {
        self.policy = policy
        self.deviation = deviation
        return
      }
      deviation = (deviation + new) / 2
    }
    return nil
  }

  private static func deviation(of rewards: [Double], under policy: Categorical) -> Double {
    let mean = policy.expectation { rewards[$0] }
    return policy.expectation { (rewards[$0] - mean) * (rewards[$0] - mean) }.squareRoot()
  }

  /// The fixed point for a given βσ, from the last token to the first.
  private static func policy(
    symbols: Int, _ reference: [Double], _ rewards: [Double], scale: Double
  ) -> Categorical {
    // Of all prefixes of one length: π_ref's probability, the value, and log π of what follows.
    var masses = reference
    var values = rewards
    var logProbabilities = [Double](repeating: 0, count: rewards.count)
    while masses.count > 1 {
      var (shorterMasses, shorterValues): ([Double], [Double]) = ([], [])
      let span = rewards.count / masses.count
      for start in stride(from: 0, to: masses.count, by: symbols) {
        let children = start..<start + symbols
        let mass = masses[children].reduce(0, +)
        // What is too improbable for a number has a share that is next to nothing.
        let weights = masses[children].map { scale * max(1e-300, $0 / mass) }
        let probabilities = Self.balance(weights, Array(values[children]))
        for (child, probability) in zip(children, probabilities) {
          for outcome in child * span..<(child + 1) * span {
            logProbabilities[outcome] += Double.log(probability)
          }
        }
        shorterMasses.append(mass)
        shorterValues.append(zip(probabilities, values[children]).reduce(0) { $0 + $1.0 * $1.1 })
      }
      (masses, values) = (shorterMasses, shorterValues)
    }
    return Categorical(logits: logProbabilities)
  }

  /// weight / (λ − value) for the λ at which they add up to 1. The sum falls in λ and is convex, so
  /// that Newton's method approaches λ from where the sum is above 1.
  private static func balance(_ weights: [Double], _ values: [Double]) -> [Double] {
    let most = zip(values, weights).max { ($0.0, $0.1) < ($1.0, $1.1) }!
    // Above the largest value, so that no difference is lost to rounding.
    let gaps = values.map { most.0 - $0 }
    var height = most.1
    for _ in 0..<100 {
      let terms = zip(weights, gaps).map { $0 / (height + $1) }
      let excess = terms.reduce(0, +) - 1
      let slope = zip(terms, gaps).reduce(0) { $0 + $1.0 / (height + $1.1) }
      height += excess / slope
      if abs(excess) < 1e-15 { break }
    }
    let terms = zip(weights, gaps).map { $0 / (height + $1) }
    let sum = terms.reduce(0, +)
    return terms.map { $0 / sum }
  }
}
