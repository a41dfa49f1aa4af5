import OctavoResults

extension Expression {
  /// What the expression comes to, as far as the scope knows: a type at least.
  ///
  /// - Returns: `nil` after a diagnostic, or where the scope says that one was given already.
  public func evaluate(
    in scope: some Scope, _ diagnostics: inout [Diagnostic]
  ) -> ExpressionValue? {
    var evaluator = Evaluator(scope: scope)
    defer { diagnostics += evaluator.diagnostics }
    return evaluator.evaluate(self)
  }
}

/// Evaluates and checks types at once: an operation on unknown values gives an unknown of the
/// type that it would give on known ones. Both sides of an operator, `and` and `or` too, are
/// evaluated before either's failure counts, so that every problem is told.
struct Evaluator<S: Scope> {
  let scope: S
  var diagnostics: [Diagnostic] = []

  mutating func evaluate(_ expression: Expression) -> ExpressionValue? {
    switch expression {
    case .literal(let value, _):
      return .known(value)
    case .path(let path):
      return lookUp(path)
    case .unary(let operation, let operand, let range):
      return unary(operation, operand, at: range)
    case .binary(let operation, let left, let right, let range):
      return binary(operation, left, right, operatorRange: range)
    case .approximation(let left, let right, let tolerance, _):
      return approximation(left, right, tolerance)
    case .call(let function, let arguments, let range):
      return call(function, arguments, at: range)
    case .best(let axis, let value, let extreme, _):
      return best(axis, value, extreme)
    }
  }

  private mutating func lookUp(_ path: Path) -> ExpressionValue? {
    do throws(LookupFailure) {
      return try scope.value(at: path)
    } catch {
      guard var explanation = error.explanation else { return nil }
      if let remedy = subtraction(in: path, failingAt: error.index) {
        explanation.remedy = remedy
        explanation.correction = nil
      }
      diagnostics.append(Diagnostic(explanation, at: path.names[error.index].range))
      return nil
    }
  }

  /// `width-1` is one name; whoever meant a difference learns how to write it.
  private func subtraction(in path: Path, failingAt index: Int) -> String? {
    let name = path.names[index].text
    for hyphen in name.indices.reversed() where name[hyphen] == "-" {
      var minuend = Path(Array(path.names[...index]))
      minuend.names[index].text = String(name[..<hyphen])
      if (try? scope.value(at: minuend)) != nil {
        let subtrahend =
          ([String(name[name.index(after: hyphen)...])] + path.names[(index + 1)...].map(\.text))
          .joined(separator: ".")
        return "a hyphen belongs to the name; a difference is `\(minuend) - \(subtrahend)`"
      }
    }
    return nil
  }

  private mutating func unary(
    _ operation: Expression.UnaryOperator, _ operand: Expression, at range: SourceRange
  ) -> ExpressionValue? {
    switch operation {
    case .not:
      guard let value = condition(operand, "`not`") else { return nil }
      return lifted([value], at: range) { _, values in
        guard case .known(.boolean(let boolean)) = values[0] else { return .unknown(.boolean) }
        return .known(.boolean(!boolean))
      }
    case .identity:
      return numeric(operand, "`+`")
    case .negate:
      guard let value = numeric(operand, "`-`") else { return nil }
      return lifted([value], at: range) { evaluator, values in
        switch values[0] {
        case .known(.integer(let integer)):
          let (difference, overflow) = 0.subtractingReportingOverflow(integer)
          return overflow
            ? evaluator.failOverflow(at: range) : .known(.integer(difference))
        case .known(.number(let number)): return .known(.number(-number))
        default: return values[0]
        }
      }
    }
  }

  private mutating func binary(
    _ operation: Expression.BinaryOperator, _ left: Expression, _ right: Expression,
    operatorRange: SourceRange
  ) -> ExpressionValue? {
    let whole = SourceRange(left.range.start, right.range.end)
    let name = "`\(operation.rawValue)`"
    switch operation {
    case .and, .or:
      let operands = (condition(left, name), condition(right, name))
      guard let first = operands.0, let second = operands.1 else { return nil }
      return lifted([first, second], at: whole) { _, values in
        guard case .known(.boolean(let a)) = values[0], case .known(.boolean(let b)) = values[1]
        else { return .unknown(.boolean) }
        return .known(.boolean(operation == .and ? a && b : a || b))
      }
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return compare(operation, left, right, operatorRange: operatorRange)
    case .add, .subtract, .multiply, .divide, .power:
      let operands = (numeric(left, name), numeric(right, name))
      guard let first = operands.0, let second = operands.1 else { return nil }
      return lifted([first, second], at: whole) { evaluator, values in
        evaluator.arithmetic(operation, values[0], values[1], divisor: right.range, at: whole)
      }
    }
  }

  private mutating func arithmetic(
    _ operation: Expression.BinaryOperator, _ first: ExpressionValue, _ second: ExpressionValue,
    divisor: SourceRange, at whole: SourceRange
  ) -> ExpressionValue? {
    if operation == .divide, second.value?.double == 0 {
      return fail(.undefinedResult, at: divisor, "division by zero")
    }
    guard let a = first.value, let b = second.value else {
      return .unknown(type(of: operation, first, second))
    }
    if operation == .power, let message = problem(ofPower: a, b) {
      return fail(.undefinedResult, at: whole, message)
    }
    guard let result = Arithmetic.apply(operation, a, b) else { return failOverflow(at: whole) }
    return .known(result)
  }

  private mutating func compare(
    _ operation: Expression.BinaryOperator, _ left: Expression, _ right: Expression,
    operatorRange: SourceRange
  ) -> ExpressionValue? {
    let isOrder = operation != .equal && operation != .notEqual
    let name = "`\(operation.rawValue)`"
    let operands = (
      scalar(left, name, where: { !isOrder || $0.isNumeric }),
      scalar(right, name, where: { !isOrder || $0.isNumeric })
    )
    guard let first = operands.0, let second = operands.1 else { return nil }
    guard let leftType = first.type.element, let rightType = second.type.element,
      leftType == rightType || (leftType.isNumeric && rightType.isNumeric)
    else {
      return fail(
        at: operatorRange, "\(first.type) cannot be compared with \(second.type)")
    }
    let whole = SourceRange(left.range.start, right.range.end)
    return lifted([first, second], at: whole) { _, values in
      guard let a = values[0].value, let b = values[1].value else { return .unknown(.boolean) }
      return .known(.boolean(Arithmetic.holds(operation, a, b)))
    }
  }

  private mutating func approximation(
    _ left: Expression, _ right: Expression, _ tolerance: Expression
  ) -> ExpressionValue? {
    let operands = [left, right, tolerance].map { numeric($0, "`≈`") }
    let known = operands.compactMap(\.self)
    guard known.count == operands.count else { return nil }
    let whole = SourceRange(left.range.start, tolerance.range.end)
    return lifted(known, at: whole) { evaluator, values in
      let numbers = values.compactMap { $0.value?.double }
      if let width = values[2].value?.double, !(width >= 0) {
        return evaluator.fail(
          .undefinedResult, at: tolerance.range, "a tolerance is not negative")
      }
      guard numbers.count == values.count else { return .unknown(.boolean) }
      return .known(.boolean(abs(numbers[0] - numbers[1]) <= numbers[2]))
    }
  }

  /// Of the result of numbers that are not known; whether a power of integers is one follows from its
  /// exponent.
  private func type(
    of operation: Expression.BinaryOperator, _ left: ExpressionValue, _ right: ExpressionValue
  ) -> ValueType {
    guard left.type == .integer, right.type == .integer else { return .number }
    if operation == .power, case .known(.integer(let exponent)) = right {
      return Arithmetic.isExact(operation, exponent) ? .integer : .number
    }
    return operation == .divide || operation == .power ? .number : .integer
  }

  private func problem(ofPower base: Value, _ exponent: Value) -> String? {
    guard let a = base.double, let b = exponent.double else { return nil }
    if a == 0, b < 0 { return "0 has no negative power" }
    if a < 0, b.isFinite, b != b.rounded() {
      return "a power of \(base), which is negative, has an integer as its exponent"
    }
    return nil
  }

  private mutating func call(
    _ function: Expression.Function, _ arguments: [Expression], at range: SourceRange
  ) -> ExpressionValue? {
    guard function.argumentCounts.contains(arguments.count) else {
      return fail(
        at: range,
        "`\(function.rawValue)` takes \(function.argumentDescription), not \(arguments.count)")
    }
    switch function.domain {
    case .number: return scalarCall(function, arguments, at: range)
    case .numbers where arguments.count > 1: return listCall(function, arguments, at: range)
    case .numbers, .column, .conditions: return reduction(function, of: arguments[0])
    case .columnAndNumber:
      guard let share = numeric(arguments[1], "`\(function.rawValue)`") else { return nil }
      if let number = share.value?.double, !(0...1).contains(number) {
        return fail(
          at: arguments[1].range,
          "a quantile is at a share from 0 to 1, not \(Value.number(number))")
      }
      return reduction(function, of: arguments[0], share: share)
    case .seeds: return estimate(of: arguments[0])
    case .estimate:
      guard let value = evaluate(arguments[0]) else { return nil }
      guard value.type == .estimate else {
        return fail(
          at: arguments[0].range, "`\(function.rawValue)` wants an estimate, not \(value.type)",
          remedy: "write `\(function.rawValue)(estimate(…))`")
      }
      guard case .estimate(let estimate) = value else { return .unknown(.number) }
      return .known(.number(function == .lower ? estimate.lower : estimate.upper))
    }
  }

  /// Of several numbers.
  private mutating func listCall(
    _ function: Expression.Function, _ arguments: [Expression], at range: SourceRange
  ) -> ExpressionValue? {
    let operands = arguments.map { numeric($0, "`\(function.rawValue)`") }
    let known = operands.compactMap(\.self)
    guard known.count == operands.count else { return nil }
    return lifted(known, at: range) { evaluator, numbers in
      let values = numbers.compactMap(\.value)
      guard values.count == numbers.count else {
        let areIntegers = numbers.allSatisfy { $0.type == .integer }
        return .unknown(.scalar(function.resultType(of: areIntegers ? .integer : .number)))
      }
      return evaluator.result(at: range) { () throws(FunctionFailure) in
        try function.reduce(values)
      }
    }
  }

  private mutating func scalarCall(
    _ function: Expression.Function, _ arguments: [Expression], at range: SourceRange
  ) -> ExpressionValue? {
    let operands = arguments.map { numeric($0, "`\(function.rawValue)`") }
    let known = operands.compactMap(\.self)
    guard known.count == operands.count else { return nil }
    if known.count == 2, known[1].type != .integer {
      return fail(at: arguments[1].range, "the number of decimal places is an integer")
    }
    return lifted(known, at: range) { evaluator, numbers in
      let values = numbers.compactMap(\.value)
      guard values.count == numbers.count else {
        if function == .round, numbers.count == 1 { return .unknown(.integer) }
        let element: ScalarType = numbers[0].type == .integer ? .integer : .number
        return .unknown(.scalar(function.resultType(of: element)))
      }
      return evaluator.result(at: range) { () throws(FunctionFailure) in
        try function.apply(to: values[0], places: values.dropFirst().first)
      }
    }
  }

  /// - Parameter share: beside the column, for a quantile.
  private mutating func reduction(
    _ function: Expression.Function, of argument: Expression, share: ExpressionValue? = nil
  ) -> ExpressionValue? {
    guard let value = evaluate(argument) else { return nil }
    guard let element = value.type.manyElement(for: function.domain),
      function.accepts(element)
    else {
      return fail(
        at: argument.range, "`\(function.rawValue)` wants \(function.wanted), not \(value.type)",
        remedy: function.domain == .numbers
          ? "give it two numbers or more, a column, or a value with points" : nil)
    }
    let cells: [Value?]?
    switch value {
    case .column(let values, _): cells = values
    case .points(let points):
      cells = points.values
      noteMissing(of: points, at: argument.range)
    case .known(let value): cells = [value]
    case .estimate, .unknown: cells = nil
    }
    guard let cells, share == nil || share?.value != nil else {
      return .unknown(.scalar(function.resultType(of: element)))
    }
    let values = cells.compactMap(\.self)
    // What has no value does not hold.
    if function == .all, values.count < cells.count { return .known(.boolean(false)) }
    guard !values.isEmpty || function == .count else {
      return fail(
        .undefinedResult, at: argument.range,
        value.type == .points(element)
          ? "none of its points has a value" : "the column is empty")
    }
    return result(at: argument.range) { () throws(FunctionFailure) in
      try function.reduce(values, share: share?.value?.double ?? 0.5)
    }
  }

  private mutating func result(
    at range: SourceRange, _ compute: () throws(FunctionFailure) -> Value
  ) -> ExpressionValue? {
    do throws(FunctionFailure) {
      return .known(try compute())
    } catch {
      switch error {
      case .overflow: return failOverflow(at: range)
      case .undefined(let message, let remedy):
        return fail(.undefinedResult, at: range, message, remedy: remedy)
      }
    }
  }

  mutating func numeric(_ operand: Expression, _ operation: String) -> ExpressionValue? {
    scalar(operand, operation, where: \.isNumeric)
  }

  private mutating func condition(_ operand: Expression, _ operation: String) -> ExpressionValue? {
    scalar(operand, operation, where: { $0 == .boolean })
  }

  /// A single value, or one at each point.
  private mutating func scalar(
    _ operand: Expression, _ operation: String, where accepts: (ScalarType) -> Bool
  ) -> ExpressionValue? {
    guard let value = evaluate(operand) else { return nil }
    switch value.type {
    case .scalar(let type) where accepts(type), .points(let type) where accepts(type):
      return value
    case .column:
      return fail(
        at: operand.range, "\(operation) wants a single value, not \(value.type)",
        remedy: "make one of it by `last(…)`, `mean(…)`, `min(…)` or `max(…)`")
    case .estimate:
      return fail(
        at: operand.range, "\(operation) wants a single value, not an estimate",
        remedy: "take `mean(…)` in its place, or an end of its interval by `lower(estimate(…))`")
    case .scalar(let type), .points(let type):
      let wanted = accepts(.number) ? "numbers" : "booleans"
      return fail(
        at: operand.range, "\(operation) wants \(wanted), not \(value.type)",
        remedy: type == .text && operation == "`+`" ? "join texts as in `${a}${b}`" : nil)
    }
  }

  private mutating func failOverflow(at range: SourceRange) -> ExpressionValue? {
    fail(.undefinedResult, at: range, "the result is too large for a number")
  }

  mutating func fail(
    _ identifier: DiagnosticIdentifier = .typeMismatch, at range: SourceRange, _ message: String,
    remedy: String? = nil
  ) -> ExpressionValue? {
    diagnostics.append(Diagnostic(identifier, at: range, message, remedy: remedy))
    return nil
  }
}
