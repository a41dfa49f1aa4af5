import OctavoBase
import OctavoResults

/// The operators on known values. Integers stay integers except in division and in powers below 1;
/// whatever exceeds its type, or is finite no more, is `nil`.
enum Arithmetic {
  /// - Precondition: both are numeric, of a division the second is not zero, and a power is defined.
  static func apply(_ operation: Expression.BinaryOperator, _ left: Value, _ right: Value) -> Value?
  {
    if case .integer(let a) = left, case .integer(let b) = right, isExact(operation, b) {
      let (result, overflow) =
        switch operation {
        case .add: a.addingReportingOverflow(b)
        case .subtract: a.subtractingReportingOverflow(b)
        case .power: power(a, b)
        default: a.multipliedReportingOverflow(by: b)
        }
      return overflow ? nil : .integer(result)
    }
    let (a, b) = (left.double ?? .nan, right.double ?? .nan)
    let result =
      switch operation {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .power: Double.pow(a, b)
      default: a / b
      }
    return finite(result, from: [a, b])
  }

  /// Whether the result of integers is one.
  static func isExact(_ operation: Expression.BinaryOperator, _ right: Int) -> Bool {
    operation != .divide && (operation != .power || right >= 0)
  }

  private static func power(_ base: Int, _ exponent: Int) -> (partialValue: Int, overflow: Bool) {
    // Of other bases no power beyond the 63rd fits.
    if (-1...1).contains(base) {
      return (exponent == 0 ? 1 : base < 0 && exponent.isMultiple(of: 2) ? 1 : base, false)
    }
    var result = 1
    for _ in 0..<min(exponent, 64) {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { return (0, true) }
      result = product
    }
    return (result, false)
  }

  /// - Precondition: both are numeric, or of one type and the operation is `==` or `!=`.
  static func holds(_ operation: Expression.BinaryOperator, _ left: Value, _ right: Value) -> Bool {
    if case .integer(let a) = left, case .integer(let b) = right {
      return compare(operation, a, b)
    }
    if let a = left.double, let b = right.double { return compare(operation, a, b) }
    return (left == right) == (operation == .equal)
  }

  private static func compare<T: Comparable>(
    _ operation: Expression.BinaryOperator, _ a: T, _ b: T
  ) -> Bool {
    switch operation {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    case .notEqual: a != b
    default: a == b
    }
  }

  /// What was not a finite number before may stay so: a loss that diverged is to be seen.
  static func finite(_ result: Double, from operands: [Double]) -> Value? {
    result.isFinite || !operands.allSatisfy(\.isFinite) ? .number(result) : nil
  }
}
