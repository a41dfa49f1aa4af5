/// Student's t distribution: of the mean of a normal sample, in units of its standard error as the
/// sample shows it (“Student” 1908).
public struct StudentT: SymmetricDistribution {
  /// Above 0; n − 1 for a sample of n.
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  public init(degreesOfFreedom: Int) { self.degreesOfFreedom = Double(degreesOfFreedom) }

  public func density(_ x: Double) -> Double {
    Double.exp(
      -(degreesOfFreedom + 1) / 2 * Double.log(onePlus: squareByFreedom(x))
        - Double.log(degreesOfFreedom) / 2 - IncompleteBeta.logBeta(degreesOfFreedom / 2, 0.5))
  }

  /// I_y(½, ν/2) with y = x² / (ν + x²) (DLMF 8.17).
  public func mass(within x: Double) -> Double {
    let square = squareByFreedom(x)
    return IncompleteBeta.regularized(
      1 / (1 + 1 / square), complement: 1 / (1 + square), 0.5, degreesOfFreedom / 2)
  }

  /// I_y(ν/2, ½) with y = ν / (ν + x²) (DLMF 8.17).
  public func mass(beyond x: Double) -> Double {
    let square = squareByFreedom(x)
    return IncompleteBeta.regularized(
      1 / (1 + square), complement: 1 / (1 + 1 / square), degreesOfFreedom / 2, 0.5)
  }

  private func squareByFreedom(_ x: Double) -> Double { x * x / degreesOfFreedom }
}
