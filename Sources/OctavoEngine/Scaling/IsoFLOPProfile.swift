import OctavoBase

/// The loss of runs with equal compute as a function of their parameters: a parabola in log N
/// (Hoffmann et al. 2022, section 3.2).
public struct IsoFLOPProfile: Hashable, Sendable {
  /// C, the geometric mean of the runs', in floating-point operations.
  public let compute: Double
  /// The mean of log N, which is subtracted from it in the parabola.
  private let center: Double
  private let coefficients: [Double]

  /// `nil` where the runs have fewer than three numbers of parameters.
  public init?(fitting runs: [ScalingRun]) {
    guard Set(runs.map(\.parameters)).count >= 3 else { return nil }
    let sizes = runs.map { Double.log($0.parameters) }
    let center = sizes.mean
    var squares = LinearLeastSquares(unknowns: 3)
    for (size, run) in zip(sizes, runs) {
      let x = size - center
      squares.add([1, x, x * x], equals: run.loss)
    }
    guard let coefficients = squares.solution else { return nil }
    self.center = center
    self.coefficients = coefficients
    compute = Double.exp(runs.map { Double.log($0.compute) }.mean)
  }

  /// In nats per token.
  public func loss(parameters: Double) -> Double {
    let x = Double.log(parameters) - center
    return coefficients[0] + x * (coefficients[1] + x * coefficients[2])
  }

  /// N with the lowest loss; `nil` where the parabola opens downward.
  public var parameters: Double? {
    guard coefficients[2] > 0 else { return nil }
    let parameters = Double.exp(center - coefficients[1] / (2 * coefficients[2]))
    return parameters > 0 && parameters.isFinite ? parameters : nil
  }
}

/// y = k x^p, fitted to the logarithms by least squares.
public struct PowerLaw: Hashable, Sendable {
  public let coefficient: Double
  public let exponent: Double

  /// `nil` where there are fewer than two different x, or a number is not above 0.
  public init?(fitting points: [(x: Double, y: Double)]) {
    guard points.allSatisfy({ $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite }) else {
      return nil
    }
    let logarithms = points.map { (x: Double.log($0.x), y: Double.log($0.y)) }
    let center = logarithms.map(\.x).mean
    var squares = LinearLeastSquares(unknowns: 2)
    for point in logarithms { squares.add([1, point.x - center], equals: point.y) }
    guard let solution = squares.solution else { return nil }
    exponent = solution[1]
    coefficient = Double.exp(solution[0] - solution[1] * center)
  }

  public func value(at x: Double) -> Double { coefficient * Double.pow(x, exponent) }
}
