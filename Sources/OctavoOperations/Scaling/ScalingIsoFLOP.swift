import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `scaling.isoflop`: the model size with the lowest loss at each of several compute budgets.
struct ScalingIsoFLOP: Operation {
  static let manual = Manual(
    "scaling.isoflop", "Finds the best model size at each of several compute budgets.",
    discussion: """
      The runs of one budget have about equal C = 6 N D floating-point operations and models of \
      different sizes N. For each budget a parabola in log N is fitted to the losses; its minimum is \
      the best size. Power laws through these minima, N ∝ C^a and D ∝ C^b, say how parameters and \
      tokens should grow (Hoffmann et al. 2022, IsoFLOP profiles). The intervals are the 2.5 % and \
      97.5 % percentiles of fits to resampled losses (the bootstrap of residuals within each budget), \
      which takes at least four runs per budget. A minimum outside the sizes that were trained is \
      extrapolated, and a warning says so.
      """,
    example: """
      run: scaling.isoflop
      data: trainings.points
      budget: budget
      """)
  struct Outputs: OutputGroup {
    @Output("a in N ∝ C^a.") var computeExponent: Estimate?
    @Output("b in D ∝ C^b.") var tokenExponent: Estimate?
    @Output(
      "The best size at each budget.",
      columns: ["budget", "compute"] + Estimate.names(of: "parameters")
        + Estimate.names(of: "tokens") + ["tokens-per-parameter"] + Estimate.names(of: "loss"))
    var optima: Table
    @Output("The losses by size, with the fitted parabola of each budget.") var profiles: Figure

    var shown: [any DeclaredOutput] { [$profiles, $computeExponent, $tokenExponent, $optima] }
  }

  @Input("The training runs, one per row.") var data: Table
  @Option("The column by which runs are grouped into budgets.") var budget: String
  let columns = RunColumns()
  @Option("The number of resamples for the intervals.", .within(100...10_000)) var resamples = 1000

  func check(_ problems: inout Problems) {
    columns.check(of: $data.outline, &problems)
    problems.require(budget, of: $data.outline, at: $budget)
  }

  func run(in context: StepContext) throws -> Outputs {
    let budgets = try budgets(warningIn: context)
    let runs = budgets.map(\.runs)
    let fit = ScalingProfiles(runs)
    for (budget, profile) in zip(budgets, fit.profiles) {
      try require(profile, of: budget, warningIn: context)
    }
    let residuals = zip(runs, fit.profiles).map { runs, profile in
      Residuals(
        runs.map { $0.loss - (profile?.loss(parameters: $0.parameters) ?? 0) }, fittedNumbers: 3)
    }
    let fits = try Resamples(
      resamples, of: runs.map(\.count).reduce(0, +),
      draw: { generator -> ScalingProfiles? in
        let drawn = zip(zip(runs, fit.profiles), residuals).map { budget, residuals in
          zip(budget.0, residuals.drawn(&generator)).compactMap { run, error in
            run.with(loss: (budget.1?.loss(parameters: run.parameters) ?? 0) + error)
          }
        }
        let again = ScalingProfiles(drawn)
        return drawn.map(\.count) == runs.map(\.count) && again.minima == fit.minima ? again : nil
      },
      progress: { try context.report(StepProgress($0, of: resamples, unit: "resamples")) })
    var outputs = Outputs()
    outputs.computeExponent = fit.parameters.map { law in
      fits.estimate(law.exponent) { $0.parameters?.exponent }
    }
    outputs.tokenExponent = fit.tokens.map { law in
      fits.estimate(law.exponent) { $0.tokens?.exponent }
    }
    outputs.optima = optima(budgets, fit, fits)
    outputs.profiles = figure(budgets, fit)
    return outputs
  }

  private struct Budget {
    let cell: Value?
    let runs: [ScalingRun]

    var name: String { cell?.plainText ?? "empty" }
  }

  private func budgets(warningIn context: StepContext) throws -> [Budget] {
    let runs = try columns.runs(of: data, warningIn: context)
    let byRow = Dictionary(uniqueKeysWithValues: runs.map { ($0.row, $0.run) })
    let groups = RowGroups(of: runs.map(\.row), in: data, by: [budget]).groups
    guard !groups.isEmpty else { throw OperationError("there are no training runs") }
    return groups.map { Budget(cell: $0.cells[0], runs: $0.rows.compactMap { byRow[$0] }) }
  }

  private func require(
    _ profile: IsoFLOPProfile?, of budget: Budget, warningIn context: StepContext
  ) throws {
    guard let profile else {
      throw OperationError(
        "budget \(budget.name) has fewer than three model sizes",
        remedy: "train at least four sizes at each budget")
    }
    let compute = budget.runs.map(\.compute)
    if let least = compute.min(), let most = compute.max(), most > 1.1 * least {
      context.warn(
        .ordinary,
        "The trainings of budget \(budget.name) differ in compute, between "
          + "\(NumberText.short(least)) and \(NumberText.short(most)) operations.")
    }
    let sizes = budget.runs.map(\.parameters)
    guard let best = profile.parameters else {
      context.warn(
        .ordinary,
        "The losses of budget \(budget.name) have no lowest point: their parabola opens downward.")
      return
    }
    if let least = sizes.min(), let most = sizes.max(), best < least || best > most {
      context.warn(
        .ordinary,
        "The best size of budget \(budget.name), \(NumberText.short(best)) parameters, is outside "
          + "those that were trained.")
    }
  }

  private func optima(
    _ budgets: [Budget], _ fit: ScalingProfiles, _ fits: Resamples<ScalingProfiles>
  ) -> Table {
    func estimates(_ quantity: @escaping (IsoFLOPProfile) -> Double?) -> [Estimate?] {
      budgets.indices.map { place in
        fit.profiles[place].flatMap(quantity).map { value in
          fits.estimate(value) { $0.profiles[place].flatMap(quantity) }
        }
      }
    }
    let tokensPerParameter = fit.profiles.map { profile -> Value? in
      guard let profile, let size = profile.parameters, let tokens = profile.tokens else {
        return nil
      }
      return .number(tokens / size)
    }
    return Table(
      [
        .init("budget", budgets.map(\.cell)),
        .init("compute", unit: "operations", fit.profiles.map { $0.map { .number($0.compute) } }),
      ] + columns(of: estimates(\.parameters), "parameters")
        + columns(of: estimates(\.tokens), "tokens")
        + [.init("tokens-per-parameter", tokensPerParameter)]
        + columns(of: estimates(\.lowestLoss), "loss", unit: "nats"))
  }

  private func columns(of estimates: [Estimate?], _ name: String, unit: String? = nil) -> [Table
    .Column]
  {
    let none = Estimate(value: .nan, lower: .nan, upper: .nan, method: .bootstrap, count: 0)
    return estimates.map { $0 ?? none }.columns(name, unit: unit)
  }

  private func figure(_ budgets: [Budget], _ fit: ScalingProfiles) -> Figure {
    let series = zip(budgets, fit.profiles).flatMap { budget, profile in
      let key = budget.cell.map { Plot.Key(self.budget, $0) }
      let sizes = budget.runs.map(\.parameters)
      let (least, most) = (Double.log(sizes.min() ?? 1), Double.log(sizes.max() ?? 1))
      let line = (0...40).map { Double.exp(least + (most - least) * Double($0) / 40) }
      return [
        Plot.Series(budget.name, mark: .points, x: sizes, y: budget.runs.map(\.loss), key: key),
        Plot.Series(
          budget.name, x: line, y: line.map { profile?.loss(parameters: $0) ?? .nan }, key: key),
      ]
    }
    return Figure(
      .plot(
        Plot(
          .series(series),
          horizontal: Plot.Axis("parameters", scale: .logarithmic),
          vertical: Plot.Axis("loss", unit: "nats"))))
  }
}

/// The profiles of all budgets, and the power laws through their minima.
private struct ScalingProfiles {
  /// Nil for a budget with fewer than three sizes.
  let profiles: [IsoFLOPProfile?]
  /// N ∝ C^a; nil where fewer than two budgets have a minimum.
  let parameters: PowerLaw?
  /// D ∝ C^b; nil where fewer than two budgets have a minimum.
  let tokens: PowerLaw?

  /// Which budgets have a lowest point.
  var minima: [Bool] { profiles.map { $0?.parameters != nil } }

  init(_ runs: [[ScalingRun]]) {
    profiles = runs.map { IsoFLOPProfile(fitting: $0) }
    let lowest = profiles.compactMap { profile in
      profile.flatMap { profile in profile.parameters.map { (profile, $0) } }
    }
    parameters = PowerLaw(fitting: lowest.map { ($0.compute, $1) })
    tokens = PowerLaw(
      fitting: lowest.map { ($0.compute, ScalingRun.tokens(compute: $0.compute, parameters: $1)) })
  }
}

extension IsoFLOPProfile {
  fileprivate var tokens: Double? {
    parameters.map { ScalingRun.tokens(compute: compute, parameters: $0) }
  }

  fileprivate var lowestLoss: Double? { parameters.map { loss(parameters: $0) } }
}
