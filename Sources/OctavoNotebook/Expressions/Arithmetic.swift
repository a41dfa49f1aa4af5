import OctavoResults

/// The operators and functions on known values. Integers stay integers except in division;
/// whatever exceeds its type, or is finite no more, is `nil`.
enum Arithmetic {
  /// - Precondition: both are numeric, and of a division the second is not zero.
  static func apply(_ operation: Expression.BinaryOperator, _ left: Value, _ right: Value) -> Value?
  {
    if case .integer(let a) = left, case .integer(let b) = right, operation != .divide {
      let (result, overflow) =
        switch operation {
        case .add: a.addingReportingOverflow(b)
        case .subtract: a.subtractingReportingOverflow(b)
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
      default: a / b
      }
    return finite(result, from: [a, b])
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

extension Expression.Function {
  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .min, .max: 1...Limits.expressionTokens
    case .abs, .mean, .last: 1...1
    case .round: 1...2
    }
  }

  var argumentDescription: String {
    switch self {
    case .min, .max: "a column or at least two numbers"
    case .abs: "one number"
    case .mean, .last: "one column"
    case .round: "a number and, if wanted, its decimal places"
    }
  }

  var takesColumn: Bool { alsoTakesNumbers || self == .mean || self == .last }

  var alsoTakesNumbers: Bool { self == .min || self == .max }

  /// Of single numbers. `round` goes to the nearest, and from the middle to the even, as in Python.
  func apply(_ values: [Value]) -> Value? {
    switch (self, values[0]) {
    case (.abs, .integer(let integer)):
      return integer == .min ? nil : .integer(Swift.abs(integer))
    case (.abs, let value):
      return value.double.map { .number(Swift.abs($0)) }
    case (.round, .number(let number)) where values.count == 1:
      return Int(exactly: number.rounded(.toNearestOrEven)).map(Value.integer)
    case (.round, let value):
      return Self.round(value, toPlaces: values.dropFirst().first)
    default:
      return extreme(values)
    }
  }

  private static func round(_ value: Value, toPlaces places: Value?) -> Value? {
    guard case .integer(let wanted)? = places else { return value }
    // No number has digits beyond these places.
    let places = Swift.min(Swift.max(wanted, -400), 1100)
    switch value {
    case .integer(let integer) where places < 0:
      let rounded = ExactDecimal(integer).rounded(toPlaces: places)
      return Int((integer < 0 ? "-" : "") + rounded.fixed(places: 0).integer).map(Value.integer)
    case .number(let number) where number.isFinite:
      return .number(ExactDecimal(number).rounded(toPlaces: places).double)
    default:
      return value
    }
  }

  /// Of the cells of a column, at least one.
  func reduce(_ values: [Value]) -> Value? {
    switch self {
    case .mean:
      let numbers = values.compactMap(\.double)
      let sum = numbers.reduce(0, +)
      return Arithmetic.finite(sum / Double(numbers.count), from: numbers)
    case .last: return values.last
    default: return extreme(values)
    }
  }

  /// NaN, if there is one, is the extreme: it is not to be passed over.
  private func extreme(_ values: [Value]) -> Value? {
    if let nan = values.first(where: { $0.double?.isNaN == true }) { return nan }
    let areIntegers = values.allSatisfy { $0.type == .integer }
    let isBetter: (Value, Value) -> Bool = {
      Arithmetic.holds(self == .min ? .less : .greater, $0, $1)
    }
    let best = values.dropFirst().reduce(values[0]) { isBetter($1, $0) ? $1 : $0 }
    return areIntegers ? best : best.double.map(Value.number)
  }
}
