import OctavoBase
import OctavoNotebook

/// Something that can be written at the cursor.
struct CompletionItem {
  /// By the numbers of the protocol.
  enum Kind: Int {
    case function = 3
    case field = 5
    case variable = 6
    case module = 9
    case property = 10
    case value = 12
    case choice = 20
    case reference = 18
    case operation = 2
  }

  var label: String
  var kind: Kind
  var detail: String?
  /// Markdown.
  var documentation: String?
  /// What is written; without it, the label.
  var text: String?

  init(
    _ label: String, _ kind: Kind, detail: String? = nil, documentation: String? = nil,
    text: String? = nil
  ) {
    self.label = label
    self.kind = kind
    self.detail = detail
    self.documentation = documentation
    self.text = text
  }

  /// - Parameters:
  ///   - range: what the text takes the place of.
  ///   - order: among the items of a list.
  func json(replacing range: JSON, order: Int) -> JSON {
    var members: [(String, JSON)] = [
      ("label", .string(label)), ("kind", .integer(kind.rawValue)),
    ]
    if let detail { members.append(("detail", .string(detail))) }
    if let documentation {
      members.append(
        ("documentation", ["kind": "markdown", "value": .string(documentation)]))
    }
    let digits = String(order)
    members.append(
      ("sortText", .string(String(repeating: "0", count: max(5 - digits.count, 0)) + digits)))
    members.append(("filterText", .string(label)))
    members.append(("textEdit", ["range": range, "newText": .string(text ?? label)]))
    return .object(members)
  }
}
