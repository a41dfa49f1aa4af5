import OctavoBase
import OctavoNotebook
import OctavoRunner

/// What `rows` of a table says: the rows themselves, or the columns whose values make a row each.
enum TableRows: OptionValue {
  case written([TableRow])
  case columns([String])

  static let typeName = "list of rows, or of columns' names"
  static var schema: JSON {
    .object(["anyOf": .array([[TableRow].schema, [String].schema])])
  }

  var canonical: JSON {
    get throws {
      switch self {
      case .written(let rows): try rows.canonical
      case .columns(let names): try names.canonical
      }
    }
  }

  /// Whoever begins with a name names columns.
  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> TableRows? {
    let first = node.sequence.map { $0.first } ?? node
    if first?.scalar != nil, first?.isNull == false {
      return [String].decode(node, &decoder).map(TableRows.columns)
    }
    return [TableRow].decode(node, &decoder).map(TableRows.written)
  }
}
