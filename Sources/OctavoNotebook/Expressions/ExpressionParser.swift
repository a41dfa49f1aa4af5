import OctavoResults

extension Expression {
  /// Reads an expression such as `pretrain.validation-loss < 1.95`.
  ///
  /// - Returns: `nil` after a diagnostic.
  public static func parse(
    _ text: LocatedText, _ diagnostics: inout [Diagnostic]
  ) -> Expression? {
    do throws(Diagnostic) {
      return try parse(text)
    } catch {
      diagnostics.append(error)
      return nil
    }
  }

  static func parse(_ text: LocatedText) throws(Diagnostic) -> Expression {
    var parser = ExpressionParser(text: text, tokens: try ExpressionLexer.tokens(of: text))
    return try parser.whole()
  }
}

/// Recursive descent over:
///
///     or:         and ("or" and)*
///     and:        not ("and" not)*
///     not:        "not" not | comparison
///     comparison: sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum | "≈" sum "±" sum)?
///     sum:        product (("+" | "-") product)*
///     product:    sign (("*" | "/") sign)*
///     sign:       ("-" | "+") sign | power
///     power:      primary ("^" sign)?
///     primary:    number | string | "true" | "false" | path | call | best | "(" or ")"
///     path:       name ("." name | "[" choice ("," choice)* "]")*
///     choice:     name "=" alternative ("|" alternative)*
///     alternative: integer ".." integer | word | sum
///     best:       "best" "(" name "," or "," ("lowest" | "highest") ")"
private struct ExpressionParser {
  let text: LocatedText
  let tokens: [ExpressionLexer.PlacedToken]
  var index = 0
  var depth = 0

  init(text: LocatedText, tokens: [ExpressionLexer.PlacedToken]) {
    self.text = text
    self.tokens = tokens
  }

  mutating func whole() throws(Diagnostic) -> Expression {
    if current.token == .end {
      throw Diagnostic(.missingExpression, at: text.range, "an expression is missing")
    }
    let expression = try disjunction()
    switch current.token {
    case .end:
      return expression
    case .symbol(")"):
      throw error("there is no `(` for this `)`")
    case .symbol(let symbol) where Expression.BinaryOperator(rawValue: symbol)?.isComparison == true:
      throw error(
        "comparisons cannot be chained", remedy: "join two comparisons by `and`")
    default:
      throw error("an operator is missing before this")
    }
  }

  private mutating func disjunction() throws(Diagnostic) -> Expression {
    var left = try conjunction()
    while let operation = accept(["or"]) {
      left = binary(operation, left, try conjunction())
    }
    return left
  }

  private mutating func conjunction() throws(Diagnostic) -> Expression {
    var left = try negation()
    while let operation = accept(["and"]) {
      left = binary(operation, left, try negation())
    }
    return left
  }

  private mutating func negation() throws(Diagnostic) -> Expression {
    guard let not = accept(["not"]) else { return try comparison() }
    try descend()
    defer { depth -= 1 }
    let operand = try negation()
    return .unary(.not, operand, at: SourceRange(not.range.start, operand.range.end))
  }

  private mutating func comparison() throws(Diagnostic) -> Expression {
    let left = try sum()
    if current.token == .symbol("=") {
      throw error(
        "`=` is not an operator here", remedy: "write `==` to compare",
        correction: .init(of: "=", by: "=="))
    }
    if let sign = accept(["≈"]) { return try approximation(left, sign.range) }
    guard let operation = accept(["<", "<=", ">", ">=", "==", "!="]) else { return left }
    return binary(operation, left, try sum())
  }

  private mutating func approximation(
    _ left: Expression, _ range: SourceRange
  ) throws(Diagnostic) -> Expression {
    let right = try sum()
    guard accept(["±"]) != nil else {
      throw Diagnostic(
        .invalidExpression, at: range, "`≈` does not say how near is near enough",
        remedy: "give a tolerance, as in `loss ≈ 1.88 ± 0.02`")
    }
    return .approximation(left, right, tolerance: try sum(), operatorRange: range)
  }

  private mutating func sum() throws(Diagnostic) -> Expression {
    var left = try product()
    while let operation = accept(["+", "-"]) {
      left = binary(operation, left, try product())
    }
    return left
  }

  private mutating func product() throws(Diagnostic) -> Expression {
    var left = try sign()
    while let operation = accept(["*", "/"]) {
      left = binary(operation, left, try sign())
    }
    return left
  }

  private mutating func sign() throws(Diagnostic) -> Expression {
    guard let sign = accept(["-", "+"]) else { return try power() }
    try descend()
    defer { depth -= 1 }
    let operand = try self.sign()
    return .unary(
      sign.symbol == "-" ? .negate : .identity, operand,
      at: SourceRange(sign.range.start, operand.range.end))
  }

  /// Powers associate to the right, and bind tighter than a sign before them: `-a ^ b` is `-(a ^ b)`.
  private mutating func power() throws(Diagnostic) -> Expression {
    let base = try primary()
    guard let operation = accept(["^"]) else { return base }
    try descend()
    defer { depth -= 1 }
    return binary(operation, base, try sign())
  }

  private mutating func primary() throws(Diagnostic) -> Expression {
    let start = range
    switch current.token {
    case .integer(let integer):
      index += 1
      return .literal(.integer(integer), at: start)
    case .number(let number):
      index += 1
      return .literal(.number(number), at: start)
    case .string(let string):
      index += 1
      return .literal(.text(string), at: start)
    case .symbol("true"), .symbol("false"):
      defer { index += 1 }
      return .literal(.boolean(current.token == .symbol("true")), at: start)
    case .path(let names):
      index += 1
      if current.token == .symbol("(") { return try call(names, at: start) }
      return .path(try path(names))
    case .symbol("("):
      try descend()
      defer { depth -= 1 }
      index += 1
      let inner = try disjunction()
      try close(start)
      return inner
    case .end:
      throw Diagnostic(
        .invalidExpression, at: SourceRange(start.start, length: 1),
        "the expression breaks off here")
    case .symbol(let symbol):
      throw error("a value is missing before `\(symbol)`")
    case .dottedNames:
      throw error("an operator is missing before this")
    }
  }

  private mutating func path(_ first: [Range<Int>]) throws(Diagnostic) -> Path {
    var path = Path(first.map(key))
    while accept(["["]) != nil {
      try descend()
      defer { depth -= 1 }
      repeat { path.choices.append(try choice()) } while accept([","]) != nil
      guard accept(["]"]) != nil else {
        throw error("`]` is missing before this", remedy: "close the choice with `]`")
      }
      if case .dottedNames(let names) = current.token {
        index += 1
        path.names += names.map(key)
      }
    }
    return path
  }

  private func key(_ offsets: Range<Int>) -> Key {
    Key(text[offsets].text, at: text.range(of: offsets))
  }

  private mutating func choice() throws(Diagnostic) -> Choice {
    guard case .path(let names) = current.token, names.count == 1 else {
      throw error(
        "the name of an axis is missing before this",
        remedy: "a choice is written `learn[rate=1e-3]`")
    }
    let axis = key(names[0])
    index += 1
    guard accept(["=", "=="]) != nil else {
      throw error(
        "`=` is missing before this", remedy: "a choice is written `\(axis.text)=value`")
    }
    var alternatives: [Expression] = []
    repeat { alternatives += try self.alternatives() } while accept(["|"]) != nil
    return Choice(axis: axis, alternatives: alternatives)
  }

  /// A value of an axis, or the integers of a range. A bare word is a text.
  private mutating func alternatives() throws(Diagnostic) -> [Expression] {
    let start = range
    if case .path(let names) = current.token, tokens[index + 1].token.endsAlternative {
      index += 1
      return [.literal(.text(names.map { text[$0].text }.joined(separator: ".")), at: start)]
    }
    let value = try sum()
    guard accept([".."]) != nil else { return [value] }
    let last = try sum()
    guard let from = value.integer, let to = last.integer, from <= to,
      AxisValues.isShort((from, to))
    else {
      throw Diagnostic(
        .invalidExpression, at: SourceRange(start.start, last.range.end),
        "a range goes from an integer up to another, as in `1..5`")
    }
    return (from...to).map { .literal(.integer($0), at: start) }
  }

  private mutating func call(
    _ names: [Range<Int>], at start: SourceRange
  ) throws(Diagnostic) -> Expression {
    let name = names.map { text[$0].text }.joined(separator: ".")
    if name == Self.best { return try best(at: start) }
    guard let function = Expression.Function(rawValue: name) else {
      let functions = Expression.Function.allCases.map(\.rawValue) + [Self.best]
      throw Diagnostic(MissingName(.function, name, among: functions).explanation(), at: start)
    }
    try descend()
    defer { depth -= 1 }
    let parenthesis = range
    index += 1
    var arguments: [Expression] = []
    if current.token != .symbol(")") {
      repeat { arguments.append(try disjunction()) } while accept([","]) != nil
    }
    try close(parenthesis)
    let end = text.range(of: tokens[index - 1].offsets).end
    return .call(function, arguments, at: SourceRange(start.start, end))
  }

  private static let best = "best"

  private mutating func best(at start: SourceRange) throws(Diagnostic) -> Expression {
    try descend()
    defer { depth -= 1 }
    let parenthesis = range
    let usage = "write it as `best(rate, learn.validation-loss, lowest)`"
    index += 1
    guard case .path(let names) = current.token, names.count == 1 else {
      throw error("the name of an axis is missing before this", remedy: usage)
    }
    let axis = key(names[0])
    index += 1
    guard accept([","]) != nil else {
      throw error("the value to judge by is missing before this", remedy: usage)
    }
    let value = try disjunction()
    guard accept([","]) != nil, case .path(let words) = current.token,
      let extreme = Expression.Extreme(
        rawValue: words.map { text[$0].text }.joined(separator: "."))
    else {
      throw error("`best` does not say whether the lowest or the highest is best", remedy: usage)
    }
    index += 1
    try close(parenthesis)
    let end = text.range(of: tokens[index - 1].offsets).end
    return .best(axis: axis, value, extreme, at: SourceRange(start.start, end))
  }

  private mutating func close(_ parenthesis: SourceRange) throws(Diagnostic) {
    guard current.token == .symbol(")") else {
      if current.token == .end {
        throw Diagnostic(
          .unclosedExpression, at: parenthesis, "this parenthesis is not closed",
          remedy: "close it with `)`")
      }
      throw error("`)` is missing before this")
    }
    index += 1
  }

  /// Bounds the recursion, here and in everything that walks the tree.
  private mutating func descend() throws(Diagnostic) {
    depth += 1
    if depth > Limits.nesting {
      throw error("the expression is nested deeper than \(Limits.nesting) levels")
    }
  }

  private struct Operator {
    var symbol: String
    var range: SourceRange
  }

  private mutating func accept(_ symbols: [String]) -> Operator? {
    guard case .symbol(let symbol) = current.token, symbols.contains(symbol) else { return nil }
    defer { index += 1 }
    return Operator(symbol: symbol, range: range)
  }

  private func binary(_ sign: Operator, _ left: Expression, _ right: Expression) -> Expression {
    guard let operation = Expression.BinaryOperator(rawValue: sign.symbol) else {
      preconditionFailure("the grammar's binary signs are operators")
    }
    return .binary(operation, left, right, operatorRange: sign.range)
  }

  private var current: ExpressionLexer.PlacedToken { tokens[index] }

  private var range: SourceRange { text.range(of: current.offsets) }

  private func error(
    _ message: String, remedy: String? = nil, correction: Explanation.Correction? = nil
  ) -> Diagnostic {
    Diagnostic(
      Explanation(.invalidExpression, message, remedy: remedy, correction: correction), at: range)
  }
}

extension Expression {
  /// An integer as it is written, with a sign or without.
  fileprivate var integer: Int? {
    switch self {
    case .literal(.integer(let integer), _): integer
    case .unary(.negate, .literal(.integer(let integer), _), _): -integer
    default: nil
    }
  }
}

extension ExpressionLexer.Token {
  /// Whether a word before it was the whole of a choice's value.
  fileprivate var endsAlternative: Bool {
    [.symbol("]"), .symbol(","), .symbol("|"), .end].contains(self)
  }
}
