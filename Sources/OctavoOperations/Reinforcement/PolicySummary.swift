import OctavoEngine
import OctavoResults
import OctavoRunner

/// The history of a policy's training as values, a table and plots.
struct PolicySummary {
  typealias Iteration = ProximalPolicyOptimization.Iteration

  let history: [Iteration]
  let control: KLControl

  static let outputs: [Output] = [
    .value("iterations", .integer, "How many times responses were made and learned from."),
    .value("samples", .integer, "How many responses were made in all."),
    .value("score", .number, "The mean score in the last tenth of the iterations."),
    .value("initial-score", .number, "The mean score of the first iteration, before any update."),
    .value(
      "gold-score", .number, "The judge's mean score in the last tenth, beside a reward model."),
    .value("initial-gold-score", .number, "The same of the first iteration."),
    .value(
      "kl", .number, "The divergence from the reference in the last tenth, in nats a response."),
    .value("kl-coefficient", .number, "β at the end."),
    .value("entropy", .number, "The policy's entropy in the last tenth, in nats a token."),
    .value("response-length", .number, "The mean length in the last tenth, in tokens."),
    .value("ended", .number, "The share of responses in the last tenth that ended by themselves."),
    .table(
      "history", columns: columns.map(\.name), types: ["stopped-early": .boolean],
      "One row an iteration."),
    .figure("scores", "The score, and the gold score where there is one, by iteration."),
    .figure("divergence", "The divergence from the reference by iteration."),
    .figure("uncertainty", "The policy's entropy by iteration."),
    .figure("losses", "The critic's loss and what it explains, by iteration."),
  ]

  /// What the table has of every iteration.
  private static let columns:
    [(name: String, unit: String?, value: @Sendable (Iteration) -> Value?)] =
      [
        ("iteration", nil, { .integer($0.iteration) }),
        ("samples", nil, { .integer($0.samples) }),
        ("score", nil, { .number($0.score) }),
        ("gold-score", nil, { $0.goldScore.map(Value.number) }),
        ("total-reward", nil, { .number($0.totalReward) }),
        ("kl", "nats/response", { .number($0.kl) }),
        ("distance", nil, { .number(max(0, $0.kl).squareRoot()) }),
        ("kl-coefficient", nil, { .number($0.klCoefficient) }),
        ("entropy", "nats/token", { .number($0.entropy) }),
        ("policy-loss", nil, { .number($0.policyLoss) }),
        ("value-loss", nil, { $0.valueLoss.map(Value.number) }),
        ("pretraining-loss", "nats/token", { $0.pretrainingLoss.map(Value.number) }),
        ("clip-fraction", nil, { .number($0.clipFraction) }),
        ("value-clip-fraction", nil, { $0.valueClipFraction.map(Value.number) }),
        ("approximate-kl", "nats/token", { .number($0.approximateKL) }),
        ("policy-kl", "nats/token", { .number($0.policyKL) }),
        ("explained-variance", nil, { $0.explainedVariance.map(Value.number) }),
        ("mean-ratio", nil, { .number($0.meanRatio) }),
        ("smallest-ratio", nil, { .number($0.smallestRatio) }),
        ("largest-ratio", nil, { .number($0.largestRatio) }),
        ("response-length", "tokens", { .number($0.responseLength) }),
        ("ended", nil, { .number($0.endedFraction) }),
        ("gradient-norm", nil, { .number($0.gradientNorm) }),
        ("critic-gradient-norm", nil, { $0.criticGradientNorm.map(Value.number) }),
        ("learning-rate", nil, { .number($0.learningRate) }),
        ("updates", nil, { .integer($0.updates) }),
        ("stopped-early", nil, { .boolean($0.isStoppedEarly) }),
      ]

  var result: StepResult {
    var result = StepResult()
    let recent = history.suffix(max(1, history.count / 10))
    result.values["iterations"] = .integer(history.count)
    result.values["samples"] = .integer(history.last?.samples ?? 0)
    for (name, value): (String, (Iteration) -> Double?) in [
      ("score", \.score), ("gold-score", \.goldScore), ("kl", \.kl), ("entropy", \.entropy),
      ("response-length", \.responseLength), ("ended", \.endedFraction),
    ] {
      let values = recent.compactMap(value)
      if !values.isEmpty { result.values[name] = .number(values.mean) }
    }
    result.values["initial-score"] = history.first.map { .number($0.score) }
    result.values["initial-gold-score"] = history.first?.goldScore.map(Value.number)
    result.values["kl-coefficient"] = history.last.map { .number($0.klCoefficient) }
    result.tables["history"] = Table(
      Self.columns.map { column in
        Table.Column(column.name, unit: column.unit, history.map(column.value))
      })
    result.figures = figures
    result.shown = ["scores", "divergence", "score", "gold-score", "kl", "entropy"]
    result.shown += ["response-length", "samples"]
    return result
  }

  private var figures: [String: Figure] {
    var divergence = plot("KL from the reference", unit: "nats/response", [("KL", \.kl)])
    if case .adaptive(_, let target, _) = control {
      divergence.panels[0].rules = [Plot.Rule("target", y: target)]
    }
    var figures = [
      "scores": Figure(
        .plot(plot("mean score", [("score", \.score), ("gold score", \.goldScore)])),
        caption: "The mean score of an iteration's responses."),
      "divergence": Figure(
        .plot(divergence), caption: "How far the policy is from the reference."),
      "uncertainty": Figure(
        .plot(plot("entropy", unit: "nats/token", [("entropy", \.entropy)])),
        caption: "How undecided the policy is between tokens."),
    ]
    if history.contains(where: { $0.valueLoss != nil }) {
      figures["losses"] = Figure(
        .plot(
          plot(
            "critic", [("value loss", \.valueLoss), ("explained variance", \.explainedVariance)])
        ), caption: "The critic's loss, and how much of the returns' variance it foresees.")
    }
    return figures
  }

  /// Quantities by iteration; those that no iteration has are left out.
  private func plot(
    _ label: String, unit: String? = nil,
    _ quantities: [(name: String, value: (Iteration) -> Double?)]
  ) -> Plot {
    Plot(
      .series(
        quantities.compactMap { quantity in
          let values = history.map(quantity.value)
          guard values.contains(where: { $0 != nil }) else { return nil }
          return Plot.Series(
            quantity.name, x: history.map { Double($0.iteration) }, y: values.map { $0 ?? .nan })
        }),
      horizontal: Plot.Axis("iteration"), vertical: Plot.Axis(label, unit: unit))
  }
}
