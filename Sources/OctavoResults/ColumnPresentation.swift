extension Table.Column {
  /// How a report writes and marks a column. It changes no number.
  public struct Presentation: Hashable, Codable, Sendable {
    public enum Best: String, Hashable, Codable, Sendable, CaseIterable {
      case lowest, highest
    }
    /// A format of prose, such as `.3f`.
    public var format: String?
    /// Whether the numbers are shares, written as 86 %.
    public var percent: Bool?
    /// Which value is marked, with those that the intervals do not separate from it.
    public var best: Best?
    /// Of columns that the values of another column make, what they all measure: the best is then
    /// that of each row.
    public var bestAcross: String?
    /// Whether a bar beside each number shows its size.
    public var bar: Bool?

    public init(
      format: String? = nil, percent: Bool? = nil, best: Best? = nil, bestAcross: String? = nil,
      bar: Bool? = nil
    ) {
      self.bar = bar
      self.format = format
      self.percent = percent
      self.best = best
      self.bestAcross = bestAcross
    }

    private enum CodingKeys: String, CodingKey {
      case format, percent, best, bar
      case bestAcross = "best-across"
    }

    public var isEmpty: Bool { self == Self() }
  }
}

extension Table {
  /// A column of numbers with the ends of an interval around each: `loss`, `loss-lower` and
  /// `loss-upper` beside one another.
  public struct EstimateColumns: Hashable, Sendable {
    public var value: Column
    public var lower: Column
    public var upper: Column

    /// The interval of a row; `nil` where it has none, as after one observation.
    public func interval(_ row: Int) -> (value: Double, lower: Double, upper: Double)? {
      guard let value = value.values[row]?.double, let lower = lower.values[row]?.double,
        let upper = upper.values[row]?.double, value.isFinite, lower.isFinite, upper.isFinite
      else { return nil }
      return (value, lower, upper)
    }
  }

  /// The estimate whose value is in the column at this place; `nil` where the two after it are not
  /// the ends of its interval.
  public func estimate(at index: Int) -> EstimateColumns? {
    guard columns.indices.contains(index + 2) else { return nil }
    let (value, lower, upper) = (columns[index], columns[index + 1], columns[index + 2])
    guard [value, lower, upper].map(\.name) == Estimate.names(of: value.name),
      [value, lower, upper].allSatisfy(\.type.isNumeric)
    else { return nil }
    return EstimateColumns(value: value, lower: lower, upper: upper)
  }
}
