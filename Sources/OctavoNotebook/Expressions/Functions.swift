import OctavoBase
import OctavoResults

extension Expression {
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case min, max, sum, mean, sd, median, quantile, count, first, last
    case abs, round, sqrt, log, exp
    case all, any, share
    case estimate, lower, upper
  }
}

extension Expression.Function {
  /// What a function is applied to.
  enum Domain: Hashable {
    /// The cells of a column of numbers, or several numbers.
    case numbers
    /// The cells of a column of any type.
    case column
    /// A column of numbers and a number beside it.
    case columnAndNumber
    /// What is true or false, at each point or in each cell.
    case conditions
    /// A number, and perhaps another that says how.
    case number(ClosedRange<Int>)
    /// A value at each of several seeds.
    case seeds
    case estimate
  }

  var domain: Domain {
    switch self {
    case .min, .max, .sum, .mean, .sd, .median: .numbers
    case .count, .first, .last: .column
    case .quantile: .columnAndNumber
    case .abs, .sqrt, .log, .exp: .number(1...1)
    case .round: .number(1...2)
    case .all, .any, .share: .conditions
    case .estimate: .seeds
    case .lower, .upper: .estimate
    }
  }

  /// What it takes the cells or points of, as messages say it.
  var wanted: String {
    switch domain {
    case .conditions: "conditions, such as `learn.loss < 2`"
    case .column: "a column"
    default: "a column of numbers"
    }
  }

  func accepts(_ element: ScalarType) -> Bool {
    switch domain {
    case .conditions: element == .boolean
    case .column: true
    default: element.isNumeric
    }
  }

  var argumentCounts: ClosedRange<Int> {
    switch domain {
    case .numbers: 1...Limits.expressionTokens
    case .column, .conditions, .seeds, .estimate: 1...1
    case .columnAndNumber: 2...2
    case .number(let counts): counts
    }
  }

  var argumentDescription: String {
    switch domain {
    case .numbers: "a column or at least two numbers"
    case .column: "one column"
    case .conditions: "one condition"
    case .seeds: "one value that has seeds"
    case .estimate: "one estimate"
    case .columnAndNumber: "a column and a number from 0 to 1"
    case .number(1...1): "one number"
    case .number: "a number and, if wanted, its decimal places"
    }
  }

  /// The type of the result, from that of the cells or of the numbers.
  func resultType(of element: ScalarType) -> ScalarType {
    switch self {
    case .min, .max, .sum, .first, .last, .abs, .round: element
    case .count: .integer
    case .mean, .sd, .median, .quantile, .sqrt, .log, .exp, .share, .estimate, .lower, .upper:
      .number
    case .all, .any: .boolean
    }
  }
}

/// Why a function has no result.
enum FunctionFailure: Error, Hashable {
  case overflow
  case undefined(String, remedy: String? = nil)
}

extension Expression.Function {
  /// Of a single number. `round` goes to the nearest, and from the middle to the even, as in Python.
  ///
  /// - Parameter places: for `round`; without it, the nearest integer.
  func apply(to value: Value, places: Value? = nil) throws(FunctionFailure) -> Value {
    switch self {
    case .abs:
      guard case .integer(let integer) = value else { return try number(of: value, Swift.abs) }
      if integer == .min { throw .overflow }
      return .integer(Swift.abs(integer))
    case .round: return try Self.round(value, toPlaces: places)
    case .sqrt:
      if let number = value.double, number < 0 {
        throw .undefined("the square root of \(value) is not a real number")
      }
      return try number(of: value) { $0.squareRoot() }
    case .log:
      if let number = value.double, number <= 0 {
        throw .undefined("\(value) has no logarithm", remedy: "a logarithm is of a number above 0")
      }
      return try number(of: value) { Double.log($0) }
    default: return try number(of: value) { Double.exp($0) }
    }
  }

  private func number(
    of value: Value, _ function: (Double) -> Double
  ) throws(FunctionFailure) -> Value {
    let operand = value.double ?? .nan
    guard let result = Arithmetic.finite(function(operand), from: [operand]) else {
      throw .overflow
    }
    return result
  }

  private static func round(
    _ value: Value, toPlaces places: Value?
  ) throws(FunctionFailure) -> Value {
    guard case .integer(let wanted)? = places else {
      guard case .number(let number) = value else { return value }
      guard number.isFinite else {
        throw .undefined(
          "\(value) has no nearest integer", remedy: "`round(…, 2)` keeps it as it is")
      }
      guard let integer = Int(exactly: number.rounded(.toNearestOrEven)) else { throw .overflow }
      return .integer(integer)
    }
    // No number has digits beyond these places.
    let places = Swift.min(Swift.max(wanted, -400), 1100)
    switch value {
    case .integer(let integer) where places < 0:
      let rounded = ExactDecimal(integer).rounded(toPlaces: places)
      let digits = (integer < 0 ? "-" : "") + rounded.fixed(places: 0).integer
      guard let result = Int(digits) else { throw .overflow }
      return .integer(result)
    case .number(let number) where number.isFinite:
      return .number(ExactDecimal(number).rounded(toPlaces: places).double)
    default:
      return value
    }
  }

  /// Of the cells of a column, or of several numbers.
  ///
  /// - Parameters:
  ///   - values: at least one, unless they are counted.
  ///   - share: for `quantile`.
  func reduce(_ values: [Value], share: Double = 0.5) throws(FunctionFailure) -> Value {
    let numbers = values.compactMap(\.double)
    switch self {
    case .count: return .integer(values.count)
    case .first: return values[0]
    case .last: return values[values.count - 1]
    case .sum: return try sum(of: values)
    case .mean: return try finite(numbers.mean, from: numbers)
    case .sd: return try deviation(of: numbers)
    case .median: return try quantile(0.5, of: numbers)
    case .quantile: return try quantile(share, of: numbers)
    case .all: return .boolean(!values.contains(.boolean(false)))
    case .any: return .boolean(values.contains(.boolean(true)))
    case .share:
      return .number(Double(values.count { $0 == .boolean(true) }) / Double(values.count))
    default: return extreme(values)
    }
  }

  private func finite(
    _ result: Double, from operands: [Double]
  ) throws(FunctionFailure) -> Value {
    guard let value = Arithmetic.finite(result, from: operands) else { throw .overflow }
    return value
  }

  private func sum(of values: [Value]) throws(FunctionFailure) -> Value {
    var sum = Value.integer(0)
    for value in values {
      guard let next = Arithmetic.apply(.add, sum, value) else { throw .overflow }
      sum = next
    }
    return sum
  }

  private func deviation(of numbers: [Double]) throws(FunctionFailure) -> Value {
    guard numbers.count > 1 else {
      throw .undefined("a standard deviation is of at least two numbers")
    }
    return try finite(numbers.standardDeviation, from: numbers)
  }

  private func quantile(
    _ share: Double, of numbers: [Double]
  ) throws(FunctionFailure) -> Value {
    guard share >= 0, share <= 1 else {
      throw .undefined("a quantile is at a share from 0 to 1, not \(Value.number(share))")
    }
    return try finite(numbers.quantile(share), from: numbers)
  }

  /// NaN, if there is one, is the extreme: it is not to be passed over.
  private func extreme(_ values: [Value]) -> Value {
    if let nan = values.first(where: { $0.double?.isNaN == true }) { return nan }
    let areIntegers = values.allSatisfy { $0.type == .integer }
    let best = values.dropFirst().reduce(values[0]) { best, value in
      Arithmetic.holds(self == .min ? .less : .greater, value, best) ? value : best
    }
    return areIntegers ? best : best.double.map(Value.number) ?? best
  }
}
