import OctavoBase
import OctavoNotebook
import OctavoRunner

/// Settings of single columns, by the columns' names.
struct ByColumn<Setting: OptionValue>: OptionValue {
  var entries: [(column: String, setting: Setting)] = []

  static var typeName: String { "mapping from column to \(Setting.typeName)" }
  static var schema: JSON {
    .object(["type": .string("object"), "additionalProperties": Setting.schema])
  }

  var canonical: JSON {
    get throws { .object(try entries.map { ($0.column, try $0.setting.canonical) }) }
  }

  subscript(column: String) -> Setting? { entries.first { $0.column == column }?.setting }

  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> ByColumn? {
    guard let mapping = node.mapping else { return mismatch(node, &decoder) }
    var result = ByColumn()
    for entry in mapping.entries {
      guard let setting = Setting.decode(entry.value, &decoder) else { return nil }
      result.entries.append((entry.key.text, setting))
    }
    return result
  }
}
