import OctavoResults

/// What an expression comes to: known, or, before the steps it depends on have run, only its type.
public enum ExpressionValue: Hashable, Sendable {
  case known(Value)
  /// A column of a table; `nil` where a cell is empty.
  case column([Value?], of: ScalarType)
  /// A value at each point of a step with axes; known or not.
  case points(PointValues)
  case estimate(Estimate)
  case unknown(ValueType)

  public var type: ValueType {
    switch self {
    case .known(let value): .scalar(value.type)
    case .column(_, let element): .column(element)
    case .points(let values): .points(values.type)
    case .estimate: .estimate
    case .unknown(let type): type
    }
  }

  /// The value, where it is a single one and known.
  public var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }
}

extension ExpressionValue {
  /// That of a list of values of one type; `nil` of another list.
  init?(columnOf elements: [ResolvedNode]) {
    let values = elements.compactMap { $0.scalar?.known }
    let types = Set(values.map(\.type))
    guard let first = values.first, values.count == elements.count,
      types.count == 1 || types.allSatisfy(\.isNumeric)
    else { return nil }
    self = .column(values, of: types.count == 1 ? first.type : .number)
  }
}

extension ResolvedScalar {
  fileprivate var known: Value? {
    if case .value(.known(let value)) = content { value } else { nil }
  }
}

public enum ValueType: Hashable, Sendable {
  case scalar(ScalarType)
  case column(ScalarType)
  case points(ScalarType)
  case estimate

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
    case .points(let element): "\(ValueType.scalar(element)) at each point"
    case .estimate: "an estimate"
    }
  }
}
