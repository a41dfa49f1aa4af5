/// A distribution with a single peak, symmetric about 0.
public protocol SymmetricDistribution: Sendable {
  func density(_ x: Double) -> Double

  /// P(|X| ≤ x), for x from 0 on, precise where it is close to 0.
  func mass(within x: Double) -> Double

  /// P(|X| > x), for x from 0 on, precise where it is close to 0.
  func mass(beyond x: Double) -> Double
}

extension SymmetricDistribution {
  /// P(X ≤ x).
  public func cumulative(_ x: Double) -> Double {
    x < 0 ? mass(beyond: -x) / 2 : 1 - mass(beyond: x) / 2
  }

  /// The number that a share of the distribution's mass lies below, by Newton's method on the
  /// logarithms of both, where a mass is a concave function: from one side the steps never pass the
  /// root.
  ///
  /// - Parameter share: between 10⁻¹⁰⁰ and 1; at 0 and 1 the quantile is infinite.
  public func quantile(_ share: Double) -> Double {
    guard share > 0, share < 1 else {
      return share == 0 ? -.infinity : share == 1 ? .infinity : .nan
    }
    guard share != 0.5 else { return 0 }
    let magnitude =
      abs(share - 0.5) < 0.25
      ? place(of: 2 * abs(share - 0.5), from: 2 * abs(share - 0.5), slopeSign: 1, mass(within:))
      : place(
        of: 2 * min(share, 1 - share),
        from: (-2 * Double.log(2 * min(share, 1 - share))).squareRoot(),
        slopeSign: -1, mass(beyond:))
    return share < 0.5 ? -magnitude : magnitude
  }

  private func place(
    of target: Double, from start: Double, slopeSign: Double, _ mass: (Double) -> Double
  ) -> Double {
    var logarithm = Double.log(start)
    var last = logarithm
    for _ in 0..<200 {
      let x = Double.exp(logarithm)
      let found = mass(x)
      guard found > 0 else {
        // Too far out for a number to hold the mass there.
        logarithm = (logarithm + last) / 2
        continue
      }
      last = logarithm
      let step = Double.log(found / target) * found / (2 * x * density(x)) * slopeSign
      logarithm -= step
      // The next step would be about the square of this one.
      if abs(step) < 1e-8 { break }
    }
    return Double.exp(logarithm)
  }
}
