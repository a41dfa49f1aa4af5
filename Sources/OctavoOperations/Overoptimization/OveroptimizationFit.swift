import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `overoptimization.fit`: how the gold reward rises and falls as a proxy is optimized.
struct OveroptimizationFit: Operation {
  static let manual = Manual(
    "overoptimization.fit", "Fits Gao et al.'s law of overoptimization to measured rewards.",
    discussion: """
      As a policy is optimized against a proxy, the gold reward first rises and then falls. With the \
      distance d = √KL(π ‖ initial policy), Gao, Schulman and Hilton (2022) find \
      R(d) = d (α − β d) for best-of-n and R(d) = d (α − β log d) for reinforcement learning, \
      R being what is gained over distance 0. Both are linear in α and β, which are fitted by least \
      squares. The peak is where R is largest; it is not given where the fit never turns, and it may \
      lie beyond what was measured.
      """,
    example: """
      run: overoptimization.fit
      data: best.curve
      form: best-of-n
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("α, the gain by distance at first.") var alpha: Double
    @Output("β, how fast that is lost.") var beta: Double
    @Output("Where the gold reward is largest.") var peakDistance: Double?
    @Output("How large it is there.") var peakGold: Double?
    @Output("What part of the variance the law explains.") var rSquared: Double?
    @Output("The root of the mean squared distance from the law.") var residual: Double
    @Output("The gold reward at distance 0.") var baseline: Double
    @Output("To how many points the law was fitted.") var points: Int
    @Output("The law, for plotting.", columns: ["distance", "gold-score"]) var curve: Table
    @Output("What was measured, and the law.") var fit: Figure

    var shown: [any DeclaredOutput] { [$fit, $alpha, $beta, $peakDistance, $peakGold, $rSquared] }
  }

  @Input("The table with what was measured.") var data: Table
  @Option("Which of the two laws.") var form: OveroptimizationForm
  @Option("The column with √KL.") var distance: String?
  @Option("The column with the KL divergence, in place of its root.") var kl: String?
  @Option("The column with the gold reward.") var gold = "gold-score"
  @Option("The gold reward at distance 0; without it, that of the row at distance 0.")
  var baseline: Double?

  private var column: String { kl ?? distance ?? "distance" }

  func check(_ problems: inout Problems) {
    if kl != nil, distance != nil {
      problems.report(at: $kl, "both `kl` and `distance` are given", remedy: "give one of them")
    }
    problems.requireNumbers(column, of: $data.outline, at: kl == nil ? $distance : $kl)
    problems.requireNumbers(gold, of: $data.outline, at: $gold)
  }

  func run(in context: StepContext) throws -> Outputs {
    let points = try measured()
    let baseline = try baseline ?? atDistanceZero(points)
    let moved = points.filter { $0.distance > 0 }
    let gains = moved.map { $0.gold - baseline }
    guard
      let law = OveroptimizationLaw(
        fitting: form.form, distances: moved.map(\.distance), rewards: gains)
    else {
      throw OperationError(
        "\(moved.count) points at a distance above 0 do not determine α and β",
        remedy: "measure at two different distances or more")
    }
    let residuals = zip(moved, gains).map { $1 - law.reward(at: $0.distance) }
    let squares = residuals.map { $0 * $0 }
    let variance = gains.map { ($0 - gains.mean) * ($0 - gains.mean) }.mean
    var outputs = Outputs()
    outputs.alpha = law.alpha
    outputs.beta = law.beta
    outputs.baseline = baseline
    outputs.residual = squares.mean.squareRoot()
    outputs.points = moved.count
    if variance > 0 { outputs.rSquared = 1 - squares.mean / variance }
    if let peak = law.peak {
      outputs.peakDistance = peak.distance
      outputs.peakGold = baseline + peak.reward
    }
    let furthest = moved.map(\.distance).max() ?? 1
    let distances = (0...60).map { furthest * Double($0) / 60 }
    let curve = distances.map { baseline + law.reward(at: $0) }
    outputs.curve = Table([
      .init("distance", unit: "√nats", numbers: distances), .init("gold-score", numbers: curve),
    ])
    outputs.fit = Figure(
      .plot(
        Plot(
          .series([
            Plot.Series(
              "measured", mark: .points, x: points.map(\.distance), y: points.map(\.gold)),
            Plot.Series("law", x: distances, y: curve),
          ]),
          horizontal: Plot.Axis("√KL", unit: "√nats"), vertical: Plot.Axis("gold reward"))))
    return outputs
  }

  /// The rows that have both numbers. An estimate of a divergence that is negative counts as 0.
  private func measured() throws -> [(distance: Double, gold: Double)] {
    zip(try data.numbers(column), try data.numbers(gold)).compactMap { x, gold in
      guard x.isFinite, gold.isFinite else { return nil }
      return (kl == nil ? x : max(x, 0).squareRoot(), gold)
    }
  }

  private func atDistanceZero(_ points: [(distance: Double, gold: Double)]) throws -> Double {
    let there = points.filter { $0.distance == 0 }.map(\.gold)
    guard !there.isEmpty else {
      throw OperationError(
        "nothing was measured at distance 0", remedy: "give its gold reward as `baseline`")
    }
    return there.mean
  }
}

/// The laws by the names that notebooks use.
enum OveroptimizationForm: String, OptionChoice {
  case bestOfN = "best-of-n"
  case reinforcementLearning = "reinforcement-learning"

  var form: OveroptimizationLaw.Form {
    switch self {
    case .bestOfN: .bestOfN
    case .reinforcementLearning: .reinforcementLearning
    }
  }
}
