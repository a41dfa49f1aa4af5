import OctavoBase
import OctavoEngine
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// The metrics of a policy's training as values, a table and plots.
struct PolicyOutputs: OutputGroup {
  @Output("What `PolicyMetrics` says of the training.") var metrics: PolicyMetricValues
  @Output(
    "One row per iteration.", columns: PolicyMetrics.all.map(\.name),
    types: Dictionary(
      uniqueKeysWithValues: PolicyMetrics.all.filter { $0.kind == .boolean }
        .map { ($0.name, .boolean) })) var history: Table
  @Output(
    "One row for each kind of warning: whether it was given, 1 or 0, and at which iteration.",
    columns: ["warning", "given", "iteration"], types: ["warning": .text, "iteration": .integer])
  var warnings: Table
  @Output("Which warnings were given.") var given: TrainingWarningValues
  @Output("The score, and the gold score where there is one, by iteration.") var scores: Figure
  @Output("The divergence from the reference by iteration.") var divergence: Figure
  @Output("The policy's entropy by iteration.") var uncertainty: Figure
  @Output("The critic's loss and what it explains, by iteration.") var losses: Figure?

  var shown: [any DeclaredOutput] {
    let metrics = PolicyMetrics.shared
    return [
      $scores, $divergence,
      $metrics.showing(
        [
          metrics.score.description, metrics.goldScore.description, metrics.kl.description,
          metrics.entropy.description, metrics.responseLength.description,
          metrics.samples.description,
        ].map(\.name)),
    ]
  }
}

/// What is said of each metric after the training, under the metric's name.
struct PolicyMetricValues: OutputValue {
  private let values: [String: Value]

  init(of history: [ProximalPolicyOptimization.Iteration]) {
    var values: [String: Value] = [:]
    for metric in PolicyMetrics.all {
      for summary in metric.summaries {
        values[summary.name(of: metric)] = summary.value(of: metric, in: history)
      }
    }
    self.values = values
  }

  static func outlines(named name: String, help: String) -> [OutputOutline] {
    PolicyMetrics.all.flatMap { metric in
      metric.summaries.map {
        OutputOutline(
          name: $0.name(of: metric), content: .value($0.type(of: metric)), summary: $0.help)
      }
    }
  }

  func add(to result: inout StepResult, as name: String) {
    result.values.merge(values) { _, value in value }
  }
}

extension PolicyOutputs {
  init(
    _ history: [ProximalPolicyOptimization.Iteration], _ control: KLControl,
    _ warnings: [TrainingWarning]
  ) {
    metrics = PolicyMetricValues(of: history)
    self.history = Table(
      PolicyMetrics.all.map { metric in
        Table.Column(
          metric.name, unit: metric.unit, history.map { $0[metric].map(metric.value) })
      })
    self.warnings = Table.warnings(warnings)
    given = TrainingWarningValues(warnings)
    let plots = PolicyPlots(history: history)
    scores = plots.scores
    divergence = plots.divergence(control)
    uncertainty = plots.uncertainty
    losses = plots.losses
  }
}

/// The history of a policy's training as plots by iteration.
private struct PolicyPlots {
  let history: [ProximalPolicyOptimization.Iteration]
  private let metrics = PolicyMetrics.shared

  init(history: [ProximalPolicyOptimization.Iteration]) { self.history = history }

  var scores: Figure {
    Figure(
      .plot(plot("mean score", [metrics.score.description, metrics.goldScore.description])),
      caption: "The mean score of an iteration's responses.")
  }

  func divergence(_ control: KLControl) -> Figure {
    var divergence = plot("KL from the reference", [metrics.kl.description])
    if case .adaptive(_, let target, _) = control {
      divergence.panels[0].rules = [Plot.Rule("target", y: target)]
    }
    return Figure(
      .plot(divergence),
      caption: "The KL divergence of the policy from the reference, by iteration.")
  }

  var uncertainty: Figure {
    Figure(
      .plot(plot("entropy", [metrics.entropy.description])),
      caption: "The entropy of the policy, by iteration.")
  }

  var losses: Figure? {
    guard history.contains(where: { $0.valueLoss != nil }) else { return nil }
    return Figure(
      .plot(
        plot("critic", [metrics.valueLoss.description, metrics.explainedVariance.description])),
      caption: "The critic's loss, and the explained variance of the returns.")
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
