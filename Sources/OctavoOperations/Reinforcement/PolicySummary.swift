import OctavoEngine
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// The history of a policy's training as values, a table and plots.
struct PolicySummary {
  let history: [ProximalPolicyOptimization.Iteration]
  let control: KLControl

  static let outputs: [Output] =
    PolicyMetrics.all.flatMap { metric in
      metric.summaries.map { .value($0.name(of: metric), $0.type(of: metric), $0.help) }
    } + [
      .table(
        "history", columns: PolicyMetrics.all.map(\.name),
        types: Dictionary(
          uniqueKeysWithValues: PolicyMetrics.all.filter { $0.kind == .boolean }
            .map { ($0.name, .boolean) }),
        "One row an iteration."),
      .figure("scores", "The score, and the gold score where there is one, by iteration."),
      .figure("divergence", "The divergence from the reference by iteration."),
      .figure("uncertainty", "The policy's entropy by iteration."),
      .figure("losses", "The critic's loss and what it explains, by iteration."),
    ]

  var result: StepResult {
    var result = StepResult()
    for metric in PolicyMetrics.all {
      for summary in metric.summaries {
        result.values[summary.name(of: metric)] = summary.value(of: metric, in: history)
      }
    }
    result.tables["history"] = Table(
      PolicyMetrics.all.map { metric in
        Table.Column(
          metric.name, unit: metric.unit, history.map { $0[metric].map(metric.value) })
      })
    result.figures = figures
    result.shown = ["scores", "divergence", "score", "gold-score", "kl", "entropy"]
    result.shown += ["response-length", "samples"]
    return result
  }

  private var figures: [String: Figure] {
    let metrics = PolicyMetrics.shared
    var divergence = plot("KL from the reference", [metrics.kl.description])
    if case .adaptive(_, let target, _) = control {
      divergence.panels[0].rules = [Plot.Rule("target", y: target)]
    }
    var figures = [
      "scores": Figure(
        .plot(plot("mean score", [metrics.score.description, metrics.goldScore.description])),
        caption: "The mean score of an iteration's responses."),
      "divergence": Figure(
        .plot(divergence), caption: "How far the policy is from the reference."),
      "uncertainty": Figure(
        .plot(plot("entropy", [metrics.entropy.description])),
        caption: "How undecided the policy is between tokens."),
    ]
    if history.contains(where: { $0.valueLoss != nil }) {
      figures["losses"] = Figure(
        .plot(
          plot(
            "critic", [metrics.valueLoss.description, metrics.explainedVariance.description])),
        caption: "The critic's loss, and how much of the returns' variance it foresees.")
    }
    return figures
  }

  /// Metrics of one unit by iteration; those that no iteration has are left out.
  private func plot(_ label: String, _ metrics: [MetricDescription]) -> Plot {
    Plot(
      .series(
        metrics.compactMap { metric in
          let values = history.map { $0[metric] }
          guard values.contains(where: { $0 != nil }) else { return nil }
          return Plot.Series(
            metric.label, x: history.map { Double($0.iteration) }, y: values.map { $0 ?? .nan })
        }),
      horizontal: Plot.Axis("iteration"), vertical: Plot.Axis(label, unit: metrics.first?.unit))
  }
}

extension MetricDescription {
  fileprivate func value(_ number: Double) -> Value {
    switch kind {
    case .integer: .integer(Int(number))
    case .number: .number(number)
    case .boolean: .boolean(number == 1)
    }
  }
}

extension MetricSummary {
  fileprivate func name(of metric: MetricDescription) -> String {
    name ?? (period == .firstIteration ? "initial-" : "") + metric.name
  }

  fileprivate func type(of metric: MetricDescription) -> ValueType {
    period != .lastTenth && metric.kind == .integer ? .integer : .number
  }

  /// Nil where no iteration has the metric.
  fileprivate func value(
    of metric: MetricDescription, in history: [ProximalPolicyOptimization.Iteration]
  ) -> Value? {
    switch period {
    case .firstIteration: return history.first?[metric].map(metric.value)
    case .lastIteration: return history.last?[metric].map(metric.value)
    case .lastTenth:
      let numbers = history.suffix(max(1, history.count / 10)).compactMap { $0[metric] }
      return numbers.isEmpty ? nil : .number(numbers.mean)
    }
  }
}
