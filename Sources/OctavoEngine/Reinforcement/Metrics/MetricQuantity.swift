public enum MetricKind: Hashable, Sendable {
  case integer, number, boolean
}

/// A type that a metric may have; every value is kept as one number, or none.
public protocol MetricQuantity: Sendable {
  static var kind: MetricKind { get }
  /// Nil where there is nothing to measure.
  var number: Double? { get }

  /// The quantity as it was kept. Nothing kept is the type's own nothing: nil, not a number, 0 or
  /// false.
  init(number: Double?)
}

extension Double: MetricQuantity {
  public static var kind: MetricKind { .number }
  public var number: Double? { self }
  public init(number: Double?) { self = number ?? .nan }
}

extension Optional: MetricQuantity where Wrapped == Double {
  public static var kind: MetricKind { .number }
  public var number: Double? { self }
  public init(number: Double?) { self = number }
}

extension Int: MetricQuantity {
  public static var kind: MetricKind { .integer }
  public var number: Double? { Double(self) }
  public init(number: Double?) { self = number.flatMap(Int.init(exactly:)) ?? 0 }
}

extension Bool: MetricQuantity {
  public static var kind: MetricKind { .boolean }
  public var number: Double? { self ? 1 : 0 }
  public init(number: Double?) { self = number == 1 }
}
