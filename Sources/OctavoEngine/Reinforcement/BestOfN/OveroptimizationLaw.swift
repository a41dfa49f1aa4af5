import OctavoBase

/// The gold reward as a function of how far a policy was optimized against a proxy (Gao, Schulman &
/// Hilton 2022), with d = √KL(π ‖ initial policy) and R(0) = 0.
public struct OveroptimizationLaw: Hashable, Codable, Sendable {
  public enum Form: String, Codable, Hashable, Sendable, CaseIterable {
    /// R = d (α − β d)
    case bestOfN
    /// R = d (α − β log d)
    case reinforcementLearning
  }

  public let form: Form
  public let alpha: Double
  public let beta: Double

  public init(form: Form, alpha: Double, beta: Double) {
    self.form = form
    self.alpha = alpha
    self.beta = beta
  }

  public func reward(at distance: Double) -> Double {
    guard distance > 0 else { return 0 }
    switch form {
    case .bestOfN: return distance * (alpha - beta * distance)
    case .reinforcementLearning: return distance * (alpha - beta * Double.log(distance))
    }
  }

  /// Where the gold reward is largest; nil where it never turns.
  public var peak: (distance: Double, reward: Double)? {
    guard beta > 0 else { return nil }
    switch form {
    case .bestOfN:
      return alpha > 0 ? (alpha / (2 * beta), alpha * alpha / (4 * beta)) : nil
    case .reinforcementLearning:
      let distance = Double.exp(alpha / beta - 1)
      return (distance, beta * distance)
    }
  }

  /// The least-squares fit to measured rewards; nil where the points do not determine it. Points at
  /// distance 0 do not count.
  public init?(fitting form: Form, distances: [Double], rewards: [Double]) {
    precondition(distances.count == rewards.count)
    // R = α a + β b with a = d and b = −d² or −d log d: two normal equations.
    var (aa, ab, bb, ar, br) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (a, reward) in zip(distances, rewards) where a > 0 {
      let b = form == .bestOfN ? -a * a : -a * Double.log(a)
      aa += a * a
      ab += a * b
      bb += b * b
      ar += a * reward
      br += b * reward
    }
    let determinant = aa * bb - ab * ab
    guard determinant > 1e-12 * aa * bb else { return nil }
    self.init(
      form: form, alpha: (ar * bb - br * ab) / determinant,
      beta: (br * aa - ar * ab) / determinant)
  }
}
