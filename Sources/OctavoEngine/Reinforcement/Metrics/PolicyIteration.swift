extension ProximalPolicyOptimization {
  /// What was measured of one iteration: a number for each of `PolicyMetrics`, by which they are
  /// read as properties, such as `iteration.score`.
  @dynamicMemberLookup
  public struct Iteration: Hashable, Sendable {
    /// By the metrics' names.
    private var numbers: [String: Double] = [:]

    package init() {}

    public package(set) subscript<Quantity>(
      dynamicMember metric: KeyPath<PolicyMetrics, PolicyMetric<Quantity>>
    ) -> Quantity {
      get { Quantity(number: self[PolicyMetrics.shared[keyPath: metric].description]) }
      set { self[PolicyMetrics.shared[keyPath: metric].description] = newValue.number }
    }

    /// The metric's number, 1 and 0 for true and false; nil where there was nothing to measure.
    public internal(set) subscript(metric: MetricDescription) -> Double? {
      get { numbers[metric.name] }
      set { numbers[metric.name] = newValue }
    }
  }
}

extension ProximalPolicyOptimization.Iteration: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for metric in PolicyMetrics.all {
      self[metric] = try container.decodeIfPresent(
        Double.self, forKey: Key(stringValue: metric.name))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for metric in PolicyMetrics.all {
      try container.encodeIfPresent(self[metric], forKey: Key(stringValue: metric.name))
    }
  }
}
