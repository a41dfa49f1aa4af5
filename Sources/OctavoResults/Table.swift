/// Named columns of equal length: a training history, a comparison, the counts of a filter.
public struct Table: Hashable, Codable, Sendable {
  public var columns: [Column]

  /// - Precondition: all columns have the same number of rows.
  public init(_ columns: [Column]) {
    precondition(
      Set(columns.map(\.values.count)).count <= 1, "columns of a table have one length")
    self.columns = columns
  }

  public var rowCount: Int { columns.first?.values.count ?? 0 }

  public subscript(column name: String) -> Column? { columns.first { $0.name == name } }

  public struct Column: Hashable, Codable, Sendable {
    /// Lower-case words joined by hyphens, as notebooks name it.
    public var name: String
    /// What is counted, such as `nats` or `ms`; `nil` for a pure number or a text.
    public var unit: String?
    /// One cell a row; `nil` where there is nothing to say.
    public var values: [Value?]
    /// How a report writes and marks it; `nil` lets the numbers decide.
    public var presentation: Presentation?

    public init(
      _ name: String, unit: String? = nil, _ values: [Value?], presentation: Presentation? = nil
    ) {
      self.presentation = presentation
      self.name = name
      self.unit = unit
      self.values = values
    }

    public init(_ name: String, unit: String? = nil, numbers: [Double]) {
      self.init(name, unit: unit, numbers.map(Value.number))
    }

    public init(_ name: String, unit: String? = nil, integers: [Int]) {
      self.init(name, unit: unit, integers.map(Value.integer))
    }

    public init(_ name: String, texts: [String]) {
      self.init(name, texts.map(Value.text))
    }
  }
}
