import OctavoBase
import OctavoRunner

/// What a schema says of one option, wherever it stands in an operation.
struct OptionSchema {
  /// The keys that lead to it; `[]` is the first element of a list.
  let path: [String]
  let schema: JSON

  static let firstElement = "[]"

  /// Of all options of an operation, those within groups and lists of groups included.
  static func all(of operation: any Operation.Type) -> [OptionSchema] {
    properties(of: OperationDocument(of: operation).schema, at: [])
      .filter { !["run", "caption", "alt"].contains($0.path[0]) }
  }

  private static func properties(of schema: JSON, at path: [String]) -> [OptionSchema] {
    (schema["properties"]?.members ?? []).flatMap { member in
      let option = OptionSchema(path: path + [member.key], schema: member.value)
      return [option] + option.within
    }
  }

  /// The options of the group that the option is, or is a list of.
  private var within: [OptionSchema] {
    for form in forms {
      if form.isGroup {
        return Self.properties(of: form, at: path)
      }
      let element = OptionSchema(
        path: path + [Self.firstElement], schema: form["items"] ?? .null)
      if form["type"] == .string("array"), element.forms.contains(where: \.isGroup) {
        return element.within
      }
    }
    return []
  }

  /// The alternatives of which a value has to be one.
  var forms: [JSON] { Self.forms(of: schema) }

  private static func forms(of schema: JSON) -> [JSON] {
    guard case .array(let alternatives)? = schema["anyOf"] else { return [schema] }
    return alternatives.flatMap(forms)
  }

  /// The schema, or the first of its alternatives, that has bounds.
  private static func bounded(_ schema: JSON) -> JSON? {
    if schema["maximum"] ?? schema["exclusiveMaximum"] != nil { return schema }
    guard case .array(let alternatives)? = schema["anyOf"] else { return nil }
    return alternatives.lazy.compactMap(bounded).first
  }

  private func takes(_ type: String) -> Bool { forms.contains { $0["type"] == .string(type) } }

  var isInteger: Bool { takes("integer") }
  var isNumber: Bool { takes("number") && !takes("boolean") }
  var isGroup: Bool { forms.contains(where: \.isGroup) }
  /// What a list's elements are.
  var element: OptionSchema? {
    forms.first { $0["type"] == .string("array") }.map {
      OptionSchema(path: path + [Self.firstElement], schema: $0["items"] ?? .null)
    }
  }
  /// Where the bounds of its numbers stand.
  var bounds: JSON { schema["items"] ?? Self.bounded(schema) ?? schema }
  var isNumeric: Bool { isInteger || isNumber || element?.isInteger == true }

  var name: String { path.joined(separator: ".") }

  var lowest: JSON? { bounds["minimum"] ?? bounds["exclusiveMinimum"] }
  var highest: JSON? { bounds["maximum"] ?? bounds["exclusiveMaximum"] }
}

extension JSON {
  fileprivate var isGroup: Bool {
    self["type"] == .string("object") && self["properties"]?.members?.isEmpty == false
  }
}
