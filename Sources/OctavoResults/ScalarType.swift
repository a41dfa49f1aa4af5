/// What one value is: the type of a parameter, of an output, of a table's column.
public enum ScalarType: String, Hashable, Sendable, CaseIterable {
  case integer, number, text, boolean

  public var isNumeric: Bool { self == .integer || self == .number }
}

extension Value {
  public var type: ScalarType {
    switch self {
    case .integer: .integer
    case .number: .number
    case .text: .text
    case .boolean: .boolean
    }
  }
}

extension Table.Column {
  /// The type that its cells have in common. Integers and numbers together are numbers; what is
  /// mixed otherwise can only be read, and so is text; a column without any cell is of numbers.
  public var type: ScalarType {
    let types = Set(values.lazy.compactMap { $0?.type })
    if types.count == 1, let type = types.first { return type }
    return types.allSatisfy(\.isNumeric) ? .number : .text
  }
}
