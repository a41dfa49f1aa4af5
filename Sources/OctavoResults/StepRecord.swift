/// What came of one step: everything the report says about it. Of a step with axes, its values and
/// tables are those of its points.
public struct StepRecord: Hashable, Codable, Sendable {
  public enum Status: Hashable, Sendable {
    case done
    case failed(error: String)
    case skipped(because: String)

    /// Why a step is skipped that the run was not to work on.
    public static let notAskedFor = "it was not asked for"
  }

  /// One thing the report shows under the step, in order.
  public enum ShownItem: Hashable, Sendable {
    case figure(Figure)
    /// The step's table of this name.
    case table(String, caption: String?)
    /// A row for each point, folded.
    case points
    /// These of the step's values, as a short list.
    case values([String], caption: String? = nil)
    /// The verdicts of an `expect` step.
    case verdicts([Verdict])
  }

  public var name: String
  public var operation: String
  public var status: Status
  public var values: [String: Value]
  public var tables: [String: Table]
  public var shownItems: [ShownItem]
  /// Things worth a reader's attention that did not stop the step.
  public var warnings: [StepWarning]
  /// Of a step with axes, what came of it at each of its points; else empty.
  public var points: [PointRecord]
  /// The values that are parts of a whole, such as an accuracy: a report writes them as percent.
  public var shares: [String]

  public init(
    name: String, operation: String, status: Status, values: [String: Value] = [:],
    tables: [String: Table] = [:], shownItems: [ShownItem] = [], warnings: [StepWarning] = [],
    points: [PointRecord] = [], shares: [String] = []
  ) {
    self.shares = shares
    self.name = name
    self.operation = operation
    self.status = status
    self.values = values
    self.tables = tables
    self.shownItems = shownItems
    self.warnings = warnings
    self.points = points
  }
}

extension StepRecord {
  public var hasFailed: Bool {
    if case .failed = status { true } else { false }
  }

  public var verdicts: [Verdict] {
    shownItems.flatMap { item -> [Verdict] in
      if case .verdicts(let verdicts) = item { verdicts } else { [] }
    }
  }

  public var hasBrokenExpectation: Bool { verdicts.contains { !$0.holds } }
}

/// One expectation and whether it held.
public struct Verdict: Hashable, Codable, Sendable {
  /// The expectation as it was written.
  public var claim: String
  public var holds: Bool
  /// The numbers behind it, such as `1.88 < 1.95`.
  public var detail: String
  /// Of a claim about an end of an interval, how far that end is from its limit, in widths of the
  /// interval.
  public var margin: Double?

  public init(claim: String, holds: Bool, detail: String, margin: Double? = nil) {
    self.claim = claim
    self.holds = holds
    self.detail = detail
    self.margin = margin
  }

  /// Below it, a claim about a mean over seeds fails in about a quarter of the experiments with as many
  /// new seeds, or more.
  public static let narrowMargin = 0.25

  public var holdsNarrowly: Bool {
    holds && margin.map { $0 < Self.narrowMargin } ?? false
  }
}

extension StepRecord.Status: Codable {
  private enum Key: String, CodingKey { case status, error, because }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .status) {
    case "failed": self = .failed(error: try container.decode(String.self, forKey: .error))
    case "skipped": self = .skipped(because: try container.decode(String.self, forKey: .because))
    default: self = .done
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .done:
      try container.encode("done", forKey: .status)
    case .failed(let error):
      try container.encode("failed", forKey: .status)
      try container.encode(error, forKey: .error)
    case .skipped(let because):
      try container.encode("skipped", forKey: .status)
      try container.encode(because, forKey: .because)
    }
  }
}
