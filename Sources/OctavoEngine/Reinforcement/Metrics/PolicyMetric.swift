/// What is measured of every iteration of a policy's training: a column of the history.
public struct PolicyMetric<Quantity: MetricQuantity>: Sendable {
  /// All that holds whatever the quantity's type.
  public let description: MetricDescription

  /// A quantity of a whole iteration.
  ///
  /// - Parameters:
  ///   - name: its column's.
  ///   - label: what plots call it; the name's words unless given.
  ///   - summaries: what is said of it after the training.
  init(
    _ name: String, label: String? = nil, unit: String? = nil, _ summaries: MetricSummary...,
    measure: @escaping @Sendable (IterationOutcome) -> Quantity
  ) {
    description = MetricDescription(
      name: name, label: label, unit: unit, kind: Quantity.kind, summaries: summaries,
      measurement: .iteration { measure($0).number })
  }

  /// A quantity of each minibatch.
  init(
    _ name: String, label: String? = nil, unit: String? = nil, _ summaries: MetricSummary...,
    overMinibatches statistic: MinibatchStatistic,
    measure: @escaping @Sendable (Minibatch) -> Quantity
  ) {
    description = MetricDescription(
      name: name, label: label, unit: unit, kind: Quantity.kind, summaries: summaries,
      measurement: .minibatches(statistic) { measure($0).number })
  }
}

/// A metric's name, unit and summaries, and how it is measured.
public struct MetricDescription: Sendable {
  /// How notebooks write it.
  public let name: String
  /// How plots write it.
  public let label: String
  public let unit: String?
  public let kind: MetricKind
  public let summaries: [MetricSummary]
  let measurement: Measurement

  enum Measurement: Sendable {
    case iteration(@Sendable (IterationOutcome) -> Double?)
    case minibatches(MinibatchStatistic, @Sendable (Minibatch) -> Double?)
  }

  init(
    name: String, label: String?, unit: String?, kind: MetricKind, summaries: [MetricSummary],
    measurement: Measurement
  ) {
    self.name = name
    self.label = label ?? String(name.map { $0 == "-" ? " " : $0 })
    self.unit = unit
    self.kind = kind
    self.summaries = summaries
    self.measurement = measurement
  }

  /// The quantity of an iteration; nil where it has none.
  func number(of outcome: IterationOutcome) -> Double? {
    switch measurement {
    case .iteration(let measure): measure(outcome)
    case .minibatches(let statistic, _):
      statistic(outcome.update.measurements.compactMap { $0[self] })
    }
  }

  /// The quantity of a minibatch; nil where it has none.
  func number(of minibatch: Minibatch) -> Double? {
    guard case .minibatches(_, let measure) = measurement else { return nil }
    return measure(minibatch)
  }
}

/// How an iteration's number follows from those of its minibatches.
enum MinibatchStatistic: Sendable {
  case mean, smallest, largest

  /// Nil where there are no numbers.
  func callAsFunction(_ numbers: [Double]) -> Double? {
    switch self {
    case .mean: numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
    case .smallest: numbers.min()
    case .largest: numbers.max()
    }
  }
}

/// What is said of a metric after the training.
public struct MetricSummary: Sendable {
  public enum Period: Sendable {
    case firstIteration
    /// The mean over the last tenth of the iterations.
    case lastTenth
    case lastIteration
  }

  public let period: Period
  /// Nil is the metric's name, or the metric's with “initial” before it.
  public let name: String?
  public let help: String

  static func first(_ help: String) -> Self { Self(period: .firstIteration, name: nil, help: help) }
  static func recent(_ help: String) -> Self { Self(period: .lastTenth, name: nil, help: help) }
  static func last(_ help: String, name: String? = nil) -> Self {
    Self(period: .lastIteration, name: name, help: help)
  }
}
