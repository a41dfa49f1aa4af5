import OctavoBase

/// Fits `ScalingLaw` to runs as Hoffmann et al. (2022, appendix D.3) do: the sum of Huber losses of
/// log L(N, D) − log loss is minimized over log A, log B, log E, α and β, from a grid of starts.
public struct ScalingLawFit: Sendable {
  /// Where the Huber loss turns from quadratic to linear.
  public let huber: Double

  public init(huber: Double) {
    precondition(huber > 0)
    self.huber = huber
  }

  /// The exponents that the minimization starts from.
  private static let exponents = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5]
  /// How many of the grid's best starts are used.
  private static let startCount = 6

  /// The law with the lowest sum; `nil` where the runs do not determine it, which takes three
  /// numbers of parameters, three of tokens, and five combinations.
  ///
  /// - Parameter start: a law near the one that is sought, in place of the grid.
  public func law(of runs: [ScalingRun], from start: ScalingLaw? = nil) -> ScalingLaw? {
    guard Set(runs.map(\.parameters)).count >= 3, Set(runs.map(\.tokens)).count >= 3,
      Set(runs.map { [$0.parameters, $0.tokens] }).count >= 5
    else { return nil }
    let problem = Problem(runs, huber)
    let starts = start.map { [problem.point(of: $0)] } ?? starts(of: problem)
    let minima = starts.map { QuasiNewton.minimum(from: $0, of: problem.value) }
    guard let lowest = minima.min(by: { $0.value < $1.value }), lowest.value.isFinite else {
      return nil
    }
    return problem.law(at: lowest.point)
  }

  /// The sum of a law's Huber losses, divided by the square of `huber`.
  public func value(of law: ScalingLaw, for runs: [ScalingRun]) -> Double {
    let problem = Problem(runs, huber)
    return problem.value(at: problem.point(of: law)).value
  }

  private func starts(of problem: Problem) -> [[Double]] {
    Self.exponents.flatMap { alpha in
      Self.exponents.compactMap { beta in problem.start(alpha: alpha, beta: beta) }
    }
    .map { (point: $0, value: problem.value(at: $0).value) }
    .sorted { $0.value < $1.value }
    .prefix(Self.startCount).map(\.point)
  }
}

/// The sum to minimize, over (log A′, log B′, log E, α, β), where A′ and B′ belong to N and D divided
/// by their geometric means, so that coefficients and exponents hardly depend on each other.
private struct Problem {
  private let huber: Double
  private let centerOfParameters: Double
  private let centerOfTokens: Double
  /// Logarithms of N and D less their means, and of the loss.
  private let runs: [(n: Double, d: Double, loss: Double)]

  init(_ runs: [ScalingRun], _ huber: Double) {
    let n = runs.map { Double.log($0.parameters) }
    let d = runs.map { Double.log($0.tokens) }
    let (meanN, meanD) = (n.mean, d.mean)
    (centerOfParameters, centerOfTokens, self.huber) = (meanN, meanD, huber)
    self.runs = runs.indices.map { (n[$0] - meanN, d[$0] - meanD, Double.log(runs[$0].loss)) }
  }

  func value(at point: [Double]) -> (value: Double, gradient: [Double]) {
    let (a, b, e, alpha, beta) = (point[0], point[1], point[2], point[3], point[4])
    var value = 0.0
    var gradient = [Double](repeating: 0, count: 5)
    for run in runs {
      let terms = (a - alpha * run.n, b - beta * run.d, e)
      let largest = max(terms.0, terms.1, terms.2)
      let parts = (
        Double.exp(terms.0 - largest), Double.exp(terms.1 - largest), Double.exp(e - largest)
      )
      let sum = parts.0 + parts.1 + parts.2
      let residual = (largest + Double.log(sum) - run.loss) / huber
      let isNear = residual.magnitude <= 1
      value += isNear ? residual * residual / 2 : residual.magnitude - 0.5
      let slope = (isNear ? residual : residual > 0 ? 1 : -1) / (huber * sum)
      gradient[0] += slope * parts.0
      gradient[1] += slope * parts.1
      gradient[2] += slope * parts.2
      gradient[3] -= slope * parts.0 * run.n
      gradient[4] -= slope * parts.1 * run.d
    }
    return (value, gradient)
  }

  /// At fixed exponents the law is linear in E, A and B: their least squares, of relative errors.
  func start(alpha: Double, beta: Double) -> [Double]? {
    var normal = LinearLeastSquares(unknowns: 3)
    for run in runs {
      let weight = Double.exp(-run.loss)
      normal.add(
        [
          weight * Double.exp(-alpha * run.n), weight * Double.exp(-beta * run.d), weight,
        ], equals: 1)
    }
    guard let solution = normal.solution else { return nil }
    let least = 1e-3 * Double.exp(runs.map(\.loss).mean)
    return solution.map { Double.log(max($0, least)) } + [alpha, beta]
  }

  func law(at point: [Double]) -> ScalingLaw {
    ScalingLaw(
      irreducibleLoss: Double.exp(point[2]),
      parameterCoefficient: Double.exp(point[0] + point[3] * centerOfParameters),
      parameterExponent: point[3],
      tokenCoefficient: Double.exp(point[1] + point[4] * centerOfTokens),
      tokenExponent: point[4])
  }

  func point(of law: ScalingLaw) -> [Double] {
    [
      Double.log(law.parameterCoefficient) - law.parameterExponent * centerOfParameters,
      Double.log(law.tokenCoefficient) - law.tokenExponent * centerOfTokens,
      Double.log(law.irreducibleLoss), law.parameterExponent, law.tokenExponent,
    ]
  }
}
