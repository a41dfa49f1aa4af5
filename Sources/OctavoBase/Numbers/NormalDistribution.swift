/// The standard normal distribution.
public struct NormalDistribution: SymmetricDistribution {
  public init() {}

  public func density(_ x: Double) -> Double { Double.exp(-x * x / 2) / (2 * .pi).squareRoot() }

  public func mass(within x: Double) -> Double { Double.erf(x / 2.0.squareRoot()) }

  public func mass(beyond x: Double) -> Double { Double.erfc(x / 2.0.squareRoot()) }
}
