/// What an option's value must satisfy beyond its type.
public struct Constraint<Value>: Sendable {
  /// Follows “must be”: `at least 1`, `between 0 and 1`.
  public let description: String
  /// The same as JSON Schema keywords.
  let schema: [(String, JSON)]
  let holds: @Sendable (Value) -> Bool

  /// - Parameter description: follows “must be”.
  public init(_ description: String, holds: @escaping @Sendable (Value) -> Bool) {
    self.init(description, schema: [], holds: holds)
  }

  private init(
    _ description: String, schema: [(String, JSON)], holds: @escaping @Sendable (Value) -> Bool
  ) {
    self.description = description
    self.schema = schema
    self.holds = holds
  }
}

extension Constraint where Value == Int {
  public static func atLeast(_ bound: Int) -> Self {
    Self("at least \(bound)", schema: [("minimum", .integer(bound))]) { $0 >= bound }
  }

  public static func within(_ range: ClosedRange<Int>) -> Self {
    Self(
      "between \(range.lowerBound) and \(range.upperBound)",
      schema: [("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound))]
    ) { range.contains($0) }
  }
}

extension Constraint where Value == Double {
  public static func atLeast(_ bound: Double) -> Self {
    Self("at least \(plain(bound))", schema: [("minimum", .number(bound))]) { $0 >= bound }
  }

  public static func within(_ range: ClosedRange<Double>) -> Self {
    Self(
      "between \(plain(range.lowerBound)) and \(plain(range.upperBound))",
      schema: [("minimum", .number(range.lowerBound)), ("maximum", .number(range.upperBound))]
    ) { range.contains($0) }
  }

  public static func within(_ range: Range<Double>) -> Self {
    Self(
      "at least \(plain(range.lowerBound)) and below \(plain(range.upperBound))",
      schema: [
        ("minimum", .number(range.lowerBound)), ("exclusiveMaximum", .number(range.upperBound)),
      ]
    ) { range.contains($0) }
  }

  public static var positive: Self {
    Self("above 0", schema: [("exclusiveMinimum", .integer(0))]) { $0 > 0 }
  }
}

extension Constraint where Value: Collection, Value: Sendable {
  public static var notEmpty: Self {
    Self("not empty", schema: []) { !$0.isEmpty }
  }
}

extension Constraint {
  /// The same constraint on a value that may be left out.
  var optional: Constraint<Value?> {
    Constraint<Value?>(description, schema: schema) { [holds] in $0.map(holds) ?? true }
  }
}

/// A number without a needless fraction.
func plain(_ number: Double) -> String {
  number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
}
