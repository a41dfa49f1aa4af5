import OctavoResults

/// A formula over the notebook's parameters, configs and the values of steps.
public indirect enum Expression: Hashable, Sendable {
  case literal(Value, at: SourceRange)
  case path(Path)
  case unary(UnaryOperator, Expression, at: SourceRange)
  /// `operatorRange` is where the operator itself stands.
  case binary(BinaryOperator, Expression, Expression, operatorRange: SourceRange)
  case call(Function, [Expression], at: SourceRange)

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
    case .literal(_, let range), .unary(_, _, let range), .call(_, _, let range): range
    case .path(let path): path.range
    case .binary(_, let left, let right, _): SourceRange(left.range.start, right.range.end)
    }
  }

  /// The paths that the expression mentions, in the order in which it mentions them.
  public var paths: [Path] {
    switch self {
    case .literal: []
    case .path(let path): [path]
    case .unary(_, let operand, _): operand.paths
    case .binary(_, let left, let right, _): left.paths + right.paths
    case .call(_, let arguments, _): arguments.flatMap(\.paths)
    }
  }
}

/// Names joined by dots: `params.width`, `pretrain.history.loss`.
public struct Path: Hashable, Sendable, CustomStringConvertible {
  /// At least one.
  public var names: [Key]

  /// - Precondition: `names` is not empty.
  public init(_ names: [Key]) {
    precondition(!names.isEmpty, "a path has a name")
    self.names = names
  }

  /// The first name: `params`, a config or a step.
  public var root: Key { names[0] }

  public var range: SourceRange {
    SourceRange(names[0].range.start, names[names.count - 1].range.end)
  }

  public var description: String { names.map(\.text).joined(separator: ".") }
}
