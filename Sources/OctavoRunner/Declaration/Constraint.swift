import OctavoBase

/// What an option's value must satisfy beyond its type.
///
/// A integer has no constraint without an upper bound, so that what is computed of several
/// options cannot overflow.
public struct Constraint<Value>: Sendable {
  // Options are declared anew at each point of a step, and few need words.
  private let describe: @Sendable () -> String
  private let describeSchema: @Sendable () -> [(String, JSON)]
  /// What is wrong with a value; nil where nothing is.
  let violation: @Sendable (Value) -> Violation?

  /// Follows “must be”: `between 0 and 1`.
  public var description: String { describe() }

  /// The same as JSON Schema keywords.
  var schema: [(String, JSON)] { describeSchema() }

  /// - Parameter description: follows “must be”.
  public init(_ description: String, holds: @escaping @Sendable (Value) -> Bool) {
    self.init(description, schema: [], holds: holds)
  }

  fileprivate init(
    _ description: @autoclosure @escaping @Sendable () -> String,
    schema: @autoclosure @escaping @Sendable () -> [(String, JSON)],
    holds: @escaping @Sendable (Value) -> Bool
  ) {
    self.init(
      description(), schema: schema(),
      violation: { holds($0) ? nil : Violation(mustBe: description()) })
  }

  fileprivate init(
    _ description: @autoclosure @escaping @Sendable () -> String,
    schema: @autoclosure @escaping @Sendable () -> [(String, JSON)],
    violation: @escaping @Sendable (Value) -> Violation?
  ) {
    describe = description
    describeSchema = schema
    self.violation = violation
  }
}

/// Why a value does not satisfy a constraint.
struct Violation: Sendable {
  /// Follows “must be”; of a list's element, where `element` says which.
  var mustBe: String
  var element: Int?
  /// Follows “and is”, where the value's own description does not say enough.
  var isInstead: String?
}

extension Constraint where Value == Int {
  public static func within(_ range: ClosedRange<Int>) -> Self {
    Self(
      "between \(range.lowerBound.forReading) and \(range.upperBound.forReading)",
      schema: [("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound))]
    ) { range.contains($0) }
  }

  /// The most that anything is limited to: more than there ever is of anything.
  public static var limit: Self { within(1...1_000_000_000) }
}

extension Constraint where Value == Double {
  public static func within(_ range: ClosedRange<Double>) -> Self {
    Self(
      "between \(range.lowerBound.forReading) and \(range.upperBound.forReading)",
      schema: [("minimum", .number(range.lowerBound)), ("maximum", .number(range.upperBound))]
    ) { range.contains($0) }
  }

  public static func within(_ range: Range<Double>) -> Self {
    Self(
      "at least \(range.lowerBound.forReading) and below \(range.upperBound.forReading)",
      schema: [
        ("minimum", .number(range.lowerBound)), ("exclusiveMaximum", .number(range.upperBound)),
      ]
    ) { range.contains($0) }
  }

  /// Above 0, and at most `bound`.
  public static func positive(upTo bound: Double) -> Self {
    Self(
      "above 0 and at most \(bound.forReading)",
      schema: [("exclusiveMinimum", .integer(0)), ("maximum", .number(bound))]
    ) { $0 > 0 && $0 <= bound }
  }

  /// Above 0, and at most 1.
  public static var share: Self { positive(upTo: 1) }
}

extension Constraint where Value: Collection, Value: Sendable {
  public static var notEmpty: Self {
    Self("not empty", schema: []) { !$0.isEmpty }
  }
}

extension Constraint {
  /// A list of so many elements.
  public static func count<Element>(_ range: ClosedRange<Int>) -> Self where Value == [Element] {
    each(Constraint<Element>("anything") { _ in true }, count: range) { "" }
  }

  /// A list whose elements each satisfy a constraint.
  ///
  /// - Parameter count: how many elements there may be.
  public static func each<Element>(
    _ element: Constraint<Element>, count: ClosedRange<Int>
  ) -> Self where Value == [Element] {
    each(element, count: count) { ", each " + element.description }
  }

  private static func each<Element>(
    _ element: Constraint<Element>, count: ClosedRange<Int>,
    described elements: @escaping @Sendable () -> String
  ) -> Self where Value == [Element] {
    Self(
      "a list of \(count.lowerBound.forReading) to \(count.upperBound.forReading)" + elements(),
      // Bounds of a number hold of one element that stands alone.
      schema: element.schema + [
        ("minItems", .integer(count.lowerBound)), ("maxItems", .integer(count.upperBound)),
        ("items", .object(element.schema)),
      ],
      violation: { list in
        guard count.contains(list.count) else {
          return Violation(
            mustBe: "a list of \(count.lowerBound.forReading) to \(count.upperBound.forReading)",
            isInstead: "a list of \(list.count.forReading)")
        }
        for (index, value) in list.enumerated() {
          guard var violation = element.violation(value) else { continue }
          violation.element = index
          return violation
        }
        return nil
      })
  }

  /// The same constraint on a value that may be left out.
  var optional: Constraint<Value?> {
    let (describe, describeSchema) = (describe, describeSchema)
    return Constraint<Value?>(
      describe(), schema: describeSchema(),
      violation: { [violation] in $0.flatMap(violation) })
  }
}
