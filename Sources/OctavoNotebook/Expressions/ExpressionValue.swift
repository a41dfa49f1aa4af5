import OctavoResults

/// What an expression comes to: known, or, before the steps it depends on have run, only its type.
public enum ExpressionValue: Hashable, Sendable {
  case known(Value)
  /// A column of a table; `nil` where a cell is empty.
  case column([Value?], of: ScalarType)
  case unknown(ValueType)

  public var type: ValueType {
    switch self {
    case .known(let value): .scalar(value.type)
    case .column(_, let element): .column(element)
    case .unknown(let type): type
    }
  }

  /// The value, where it is a single one and known.
  public var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }
}

public enum ValueType: Hashable, Sendable {
  case scalar(ScalarType)
  case column(ScalarType)

  public static let integer = ValueType.scalar(.integer)
  public static let number = ValueType.scalar(.number)
  public static let text = ValueType.scalar(.text)
  public static let boolean = ValueType.scalar(.boolean)
}

extension ValueType: CustomStringConvertible {
  /// With its article, as messages say it: `an integer`, `a column of numbers`.
  public var description: String {
    switch self {
    case .scalar(.integer): "an integer"
    case .scalar(.number): "a number"
    case .scalar(.text): "a text"
    case .scalar(.boolean): "a boolean"
    case .column(.integer): "a column of integers"
    case .column(.number): "a column of numbers"
    case .column(.text): "a column of texts"
    case .column(.boolean): "a column of booleans"
    }
  }
}
