import OctavoNotebook
import OctavoResults

/// What is known of a table before its step has run.
public struct TableOutline: Hashable, Sendable {
  /// The columns' names; empty where they are not known yet.
  public var columns: [String]
  /// What a column holds, by its name; numbers where nothing is said.
  public var types: [String: ScalarType]

  public init(columns: [String] = [], types: [String: ScalarType] = [:]) {
    self.columns = columns
    self.types = types
  }

  /// What is known of a table that is there.
  public init(of table: Table) {
    columns = table.columns.map(\.name)
    types = Dictionary(
      table.columns.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
  }

  public func type(of column: String) -> ScalarType { types[column] ?? .number }
}
