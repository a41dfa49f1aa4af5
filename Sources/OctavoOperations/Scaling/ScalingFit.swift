import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `scaling.fit`: a scaling law of the loss in parameters and tokens.
struct ScalingFit: Operation {
  static let manual = Manual(
    "scaling.fit", "Fits Chinchilla's scaling law in parameters and tokens to training runs.",
    discussion: """
      The law is L(N, D) = E + A / N^α + B / D^β for N parameters and D tokens (Hoffmann et al. 2022). \
      It is fitted to the logarithms of the losses with a Huber loss, from a grid of initial values, \
      as in the paper. At C = 6 N D floating-point operations, the loss is lowest at N ∝ C^a with \
      a = β / (α + β). The intervals are the 2.5 % and 97.5 % percentiles of fits to resampled \
      losses (the bootstrap of residuals). They express how precisely the data determine the law's \
      parameters, not whether the law holds: to test that, give runs that were not used in the fit \
      as `predict`, above all larger ones.
      """,
    example: """
      run: scaling.fit
      data: trainings.points
      compute: [1e12, 1e13]
      """)
  struct Outputs: OutputGroup {
    @Output("E, the irreducible loss, in nats per token.") var irreducibleLoss: Estimate
    @Output("A, with the unit nats · parameters^α.") var parameterCoefficient: Estimate
    @Output("α, the exponent of the parameters.") var parameterExponent: Estimate
    @Output("B, with the unit nats · tokens^β.") var tokenCoefficient: Estimate
    @Output("β, the exponent of the tokens.") var tokenExponent: Estimate
    @Output("a in N ∝ C^a, where N has the lowest loss at C operations.")
    var computeExponent: Estimate
    @Output("The root mean squared error of the logarithm of the loss.") var residual: Double
    @Output("The number of runs in the fit.") var trainings: Int
    @Output(
      "The parameters and tokens with the lowest loss at each number of operations.",
      columns: ["compute"] + Estimate.names(of: "parameters") + Estimate.names(of: "tokens")
        + ["tokens-per-parameter"] + Estimate.names(of: "loss")) var optima: Table
    @Output(
      "The runs of `predict`: the predicted and the measured loss, and the relative error, by which "
        + "the measured loss is higher.",
      columns: ["parameters", "tokens", "compute"] + Estimate.names(of: "predicted")
        + ["measured", "error"]) var predictions: Table?
    @Output("The mean absolute relative error of the predictions.")
    var predictionError: Double?
    @Output("The measured losses, and the lowest loss by the law, by compute.") var fit: Figure

    var shown: [any DeclaredOutput] {
      [
        $fit, $irreducibleLoss, $parameterExponent, $tokenExponent, $computeExponent, $optima,
        $predictions,
      ]
    }
  }

  @Input("The training runs, one per row.") var data: Table
  @Input("Runs to predict, which are not used in the fit.") var predict: Table?
  let columns = RunColumns()
  @Option(
    "The numbers of operations to find the optimum for; without them, the lowest and the highest of "
      + "the data.", .each(.positive(upTo: 1e40), count: 1...100))
  var compute: [Double]?
  @Option(
    "The error of the logarithm at which the Huber loss turns from quadratic to linear.",
    .positive(upTo: 100))
  var huber = 1e-3
  @Option("The number of resamples for the intervals.", .within(100...10_000)) var resamples = 1000

  func check(_ problems: inout Problems) {
    columns.check(of: $data.outline, &problems)
    if $predict.isGiven { columns.check(of: $predict.outline, at: $predict.field, &problems) }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if !$predict.isGiven {
      outputs.leaveOut(\.$predictions)
      outputs.leaveOut(\.$predictionError)
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let runs = try columns.runs(of: data, warningIn: context).map(\.run)
    let predicted = try predict.map {
      try columns.runs(of: $0, warningIn: context).map(\.run)
    }
    let method = ScalingLawFit(huber: huber)
    guard runs.count > Self.fittedNumbers, let law = method.law(of: runs) else {
      throw OperationError(
        "\(runs.count) training runs do not determine the law's five parameters",
        remedy: "train at least three sizes, each on at least three numbers of tokens")
    }
    try requireDecline(law)
    if law.irreducibleLoss < 1e-3 * (runs.map(\.loss).min() ?? 0) {
      context.warn(
        .ordinary,
        "The trainings do not determine the irreducible loss: the fit puts it at about 0, where "
          + "larger trainings would show how far the loss falls.")
    }
    let errors = runs.map { Double.log($0.loss / law.loss(of: $0)) }
    let residuals = Residuals(errors, fittedNumbers: Self.fittedNumbers)
    let fits = try Resamples(
      resamples, of: runs.count,
      draw: { generator -> ScalingLaw? in
        let drawn = zip(runs, residuals.drawn(&generator)).compactMap { run, error in
          run.with(loss: law.loss(of: run) * Double.exp(error))
        }
        guard drawn.count == runs.count, let law = method.law(of: drawn, from: law), law.declines
        else { return nil }
        return law
      },
      progress: { try context.report(StepProgress($0, of: resamples, unit: "resamples")) })
    var outputs = Outputs()
    outputs.irreducibleLoss = fits.estimate(law.irreducibleLoss, \.irreducibleLoss)
    outputs.parameterCoefficient = fits.estimate(law.parameterCoefficient, \.parameterCoefficient)
    outputs.parameterExponent = fits.estimate(law.parameterExponent, \.parameterExponent)
    outputs.tokenCoefficient = fits.estimate(law.tokenCoefficient, \.tokenCoefficient)
    outputs.tokenExponent = fits.estimate(law.tokenExponent, \.tokenExponent)
    outputs.computeExponent = fits.estimate(law.computeExponent, \.computeExponent)
    outputs.trainings = runs.count
    outputs.residual = errors.map { $0 * $0 }.mean.squareRoot()
    outputs.optima = optima(law, fits, runs)
    if let predicted {
      outputs.predictions = predictions(of: predicted, law, fits)
      outputs.predictionError = predicted.map { $0.relativeError(of: law).magnitude }.mean
    }
    outputs.fit = figure(law, runs, predicted ?? [])
    return outputs
  }

  /// E, A, α, B and β.
  private static let fittedNumbers = 5

  /// - Throws: where the fitted loss does not fall with parameters or tokens, so that no size is best.
  private func requireDecline(_ law: ScalingLaw) throws {
    for (exponent, name) in [(law.parameterExponent, "parameters"), (law.tokenExponent, "tokens")]
    where !(exponent > 0) {
      throw OperationError(
        "the loss does not fall with \(name) in these trainings: the fitted exponent is "
          + NumberText.short(exponent),
        remedy: "train on more numbers of \(name), and each training to the end of its schedule")
    }
  }

  private func optima(
    _ law: ScalingLaw, _ fits: Resamples<ScalingLaw>, _ runs: [ScalingRun]
  ) -> Table {
    let measured = runs.map(\.compute)
    let budgets = compute ?? [measured.min() ?? 0, measured.max() ?? 0]
    let best = budgets.map { law.optimum(compute: $0) }
    let parameters = zip(budgets, best).map { budget, best in
      fits.estimate(best.parameters) { $0.optimum(compute: budget).parameters }
    }
    let tokens = zip(budgets, best).map { budget, best in
      fits.estimate(best.tokens) { $0.optimum(compute: budget).tokens }
    }
    let losses = budgets.map { budget in
      fits.estimate(law.lowestLoss(compute: budget)) { $0.lowestLoss(compute: budget) }
    }
    return Table(
      [.init("compute", unit: "operations", numbers: budgets)]
        + parameters.columns("parameters") + tokens.columns("tokens")
        + [.init("tokens-per-parameter", numbers: best.map { $0.tokens / $0.parameters })]
        + losses.columns("loss", unit: "nats"))
  }

  private func predictions(
    of runs: [ScalingRun], _ law: ScalingLaw, _ fits: Resamples<ScalingLaw>
  ) -> Table {
    let predicted = runs.map { run in fits.estimate(law.loss(of: run)) { $0.loss(of: run) } }
    return Table(
      [
        .init("parameters", numbers: runs.map(\.parameters)),
        .init("tokens", numbers: runs.map(\.tokens)),
        .init("compute", unit: "operations", numbers: runs.map(\.compute)),
      ] + predicted.columns("predicted", unit: "nats") + [
        .init("measured", unit: "nats", numbers: runs.map(\.loss)),
        .init(
          "error", runs.map { .number($0.relativeError(of: law)) },
          presentation: .init(percent: true)),
      ])
  }

  private func figure(
    _ law: ScalingLaw, _ runs: [ScalingRun], _ predicted: [ScalingRun]
  ) -> Figure {
    let all = (runs + predicted).map(\.compute)
    let (least, most) = (Double.log(all.min() ?? 1), Double.log(all.max() ?? 1))
    let line = (0...60).map { Double.exp(least + (most - least) * Double($0) / 60) }
    func points(_ name: String, _ runs: [ScalingRun]) -> Plot.Series {
      Plot.Series(name, mark: .points, x: runs.map(\.compute), y: runs.map(\.loss))
    }
    return Figure(
      .plot(
        Plot(
          .series(
            [
              points("trainings", runs),
              Plot.Series(
                "lowest loss of the law", x: line, y: line.map { law.lowestLoss(compute: $0) }),
            ] + (predicted.isEmpty ? [] : [points("not used in the fit", predicted)])),
          horizontal: Plot.Axis("compute", unit: "operations", scale: .logarithmic),
          vertical: Plot.Axis("loss", unit: "nats"))))
  }
}

extension ScalingLaw {
  /// Whether more parameters and more tokens lower the loss.
  fileprivate var declines: Bool { parameterExponent > 0 && tokenExponent > 0 }

  fileprivate func loss(of run: ScalingRun) -> Double {
    loss(parameters: run.parameters, tokens: run.tokens)
  }

  fileprivate func lowestLoss(compute: Double) -> Double {
    let best = optimum(compute: compute)
    return loss(parameters: best.parameters, tokens: best.tokens)
  }
}

extension ScalingRun {
  /// (measured loss − predicted loss) / predicted loss.
  fileprivate func relativeError(of law: ScalingLaw) -> Double { loss / law.loss(of: self) - 1 }
}
