/// The incomplete beta function, of which the tails of Student's t are a case.
public enum IncompleteBeta {
  /// I_x(a, b), the share of the beta distribution's mass below x, by its continued fraction
  /// (DLMF 8.17.22). Its relative error is below 10⁻¹² where the smaller of `a` and `b` is at most 10.
  ///
  /// - Parameters:
  ///   - x: between 0 and 1.
  ///   - y: 1 − x, of which rounding would leave little where x is close to 1.
  ///   - a: above 0.
  ///   - b: above 0.
  public static func regularized(
    _ x: Double, complement y: Double, _ a: Double, _ b: Double
  ) -> Double {
    guard x > 0 else { return 0 }
    guard y > 0 else { return 1 }
    // The fraction converges fast below the mean.
    return x < (a + 1) / (a + b + 2) ? below(x, y, a, b) : 1 - below(y, x, b, a)
  }

  private static func below(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let logX = x < 0.5 ? Double.log(x) : Double.log(onePlus: -y)
    let logY = y < 0.5 ? Double.log(y) : Double.log(onePlus: -x)
    return Double.exp(a * logX + b * logY - logBeta(a, b)) / a * fraction(x, y, a, b)
  }

  /// The logarithm of B(a, b) = Γ(a) Γ(b) / Γ(a + b).
  public static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (small, large) = (min(a, b), max(a, b))
    let sum = small + large
    guard large >= leastForStirling else {
      return Double.logGamma(small) + Double.logGamma(large) - Double.logGamma(sum)
    }
    // log Γ(large) − log Γ(sum), whose greatest parts cancel.
    let quotient =
      stirlingRemainder(large) - stirlingRemainder(sum)
      - (large - 0.5) * Double.log(onePlus: small / large) - small * Double.log(sum) + small
    return Double.logGamma(small) + quotient
  }

  /// Every second convergent of the fraction, in which no difference of almost equal numbers is left
  /// where x is close to 1, by Lentz's method (Thompson and Barnett 1986).
  private static func fraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    // The coefficients d₂ₘ₊₁ and d₂ₘ of DLMF 8.17.23.
    func odd(_ m: Double) -> Double {
      -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    }
    func even(_ m: Double) -> Double { m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) }
    func onePlusOdd(_ m: Double) -> Double {
      guard y < 0.5 else { return 1 + odd(m) }
      let rest = a * (2 * m + 1 - b) + m * (3 * m + 2 - b)
      return (rest + (a + m) * (a + b + m) * y) / ((a + 2 * m) * (a + 2 * m + 1))
    }
    var (c, d) = (Double.infinity, 1 / onePlusOdd(0))
    var result = d
    for m in stride(from: 1.0, through: 100_000, by: 1) {
      let numerator = -odd(m - 1) * even(m)
      let denominator = even(m) + onePlusOdd(m)
      d = 1 / (denominator + numerator * d)
      c = denominator + numerator / c
      result *= c * d
      if abs(c * d - 1) < 1e-16 { break }
    }
    return result
  }

  private static let leastForStirling = 10.0

  /// What log Γ(x) has beyond Stirling's formula (DLMF 5.11.1), for x from 10 on.
  private static func stirlingRemainder(_ x: Double) -> Double {
    let square = 1 / (x * x)
    return stirlingCoefficients.reversed().reduce(0) { $0 * square + $1 } / x
  }

  private static let stirlingCoefficients: [Double] = [
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156,
  ]
}
