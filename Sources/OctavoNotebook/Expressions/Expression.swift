import OctavoResults

/// A formula over the notebook's parameters, configs and the values of steps.
public indirect enum Expression: Hashable, Sendable {
  case literal(Value, at: SourceRange)
  case path(Path)
  case unary(UnaryOperator, Expression, at: SourceRange)
  /// `operatorRange` is where the operator itself stands.
  case binary(BinaryOperator, Expression, Expression, operatorRange: SourceRange)
  /// `left ≈ right ± tolerance`.
  case approximation(Expression, Expression, tolerance: Expression, operatorRange: SourceRange)
  case call(Function, [Expression], at: SourceRange)
  /// The value of an axis at which another value is best in the mean over all other axes.
  case best(axis: Key, Expression, Extreme, at: SourceRange)

  public enum Extreme: String, Hashable, Sendable, CaseIterable {
    case lowest, highest
  }

  public enum UnaryOperator: String, Hashable, Sendable {
    case negate = "-"
    case identity = "+"
    case not
  }

  public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "^"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case and, or

    public var isComparison: Bool {
      switch self {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: true
      default: false
      }
    }
  }

  /// From its first character to behind its last.
  public var range: SourceRange {
    switch self {
    case .literal(_, let range), .unary(_, _, let range), .call(_, _, let range),
      .best(_, _, _, let range):
      range
    case .path(let path): path.range
    case .binary(_, let left, let right, _): SourceRange(left.range.start, right.range.end)
    case .approximation(let left, _, let tolerance, _):
      SourceRange(left.range.start, tolerance.range.end)
    }
  }

  /// The paths that the expression mentions, in the order in which it mentions them, those within
  /// choices too.
  public var paths: [Path] {
    switch self {
    case .literal: []
    case .path(let path): [path] + path.choices.flatMap(\.paths)
    case .unary(_, let operand, _), .best(_, let operand, _, _): operand.paths
    case .binary(_, let left, let right, _): left.paths + right.paths
    case .approximation(let left, let right, let tolerance, _):
      left.paths + right.paths + tolerance.paths
    case .call(_, let arguments, _): arguments.flatMap(\.paths)
    }
  }

  /// The arguments of each call of one of the functions, calls within calls too.
  public func calls(of functions: Set<Function>) -> [[Expression]] {
    switch self {
    case .literal, .path: []
    case .unary(_, let operand, _), .best(_, let operand, _, _): operand.calls(of: functions)
    case .binary(_, let left, let right, _):
      left.calls(of: functions) + right.calls(of: functions)
    case .approximation(let left, let right, let tolerance, _):
      [left, right, tolerance].flatMap { $0.calls(of: functions) }
    case .call(let function, let arguments, _):
      (functions.contains(function) ? [arguments] : [])
        + arguments.flatMap { $0.calls(of: functions) }
    }
  }

  /// The axes of which a value is chosen by a result, in the expression or in choices within it.
  public var axesChosenByResult: [Key] {
    switch self {
    case .literal: []
    case .path(let path):
      path.choices.flatMap { $0.alternatives.flatMap(\.axesChosenByResult) }
    case .unary(_, let operand, _): operand.axesChosenByResult
    case .best(let axis, let operand, _, _): [axis] + operand.axesChosenByResult
    case .binary(_, let left, let right, _): left.axesChosenByResult + right.axesChosenByResult
    case .approximation(let left, let right, let tolerance, _):
      [left, right, tolerance].flatMap(\.axesChosenByResult)
    case .call(_, let arguments, _): arguments.flatMap(\.axesChosenByResult)
    }
  }
}

/// Names joined by dots: `params.width`, `pretrain.history.loss`; and which points of a step are
/// meant, where it has axes: `learn.validation-loss[rate=1e-3]`.
public struct Path: Hashable, Sendable, CustomStringConvertible {
  /// At least one.
  public var names: [Key]
  /// Wherever in the path they stand, they are choices of the step's points.
  public var choices: [Choice]

  /// - Precondition: `names` is not empty.
  public init(_ names: [Key], choices: [Choice] = []) {
    precondition(!names.isEmpty, "a path has a name")
    self.names = names
    self.choices = choices
  }

  /// The first name: `params`, a config or a step.
  public var root: Key { names[0] }

  public var range: SourceRange {
    SourceRange(names[0].range.start, names[names.count - 1].range.end)
  }

  public var description: String { names.map(\.text).joined(separator: ".") }
}

/// Keeps the points at which an axis has one of some values: `rate=1e-3`, `seed=1..3`,
/// `model=small|large`.
public struct Choice: Hashable, Sendable {
  public var axis: Key
  /// Bare words are texts; a range stands for its integers.
  public var alternatives: [Expression]

  public init(axis: Key, alternatives: [Expression]) {
    self.axis = axis
    self.alternatives = alternatives
  }

  var paths: [Path] { alternatives.flatMap(\.paths) }
}
