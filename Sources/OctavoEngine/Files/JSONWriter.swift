extension JSONValue {
  /// The document as text: members in their order, indented by two spaces, arrays of plain values
  /// on one line.
  public var text: String {
    var text = ""
    write(to: &text, indentation: "\n")
    return text + "\n"
  }

  /// The document on one line, without any space.
  public var compactText: String {
    var text = ""
    write(to: &text, indentation: nil)
    return text
  }

  /// - Parameter indentation: a newline and the spaces before the value, nil to stay on one line.
  private func write(to text: inout String, indentation: String?) {
    switch self {
    case .null: text += "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .integer(let integer): text += String(integer)
    case .number(let number): text += "\(number)"
    case .string(let string): Self.write(string, to: &text)
    case .array(let elements):
      let isPlain = elements.allSatisfy(\.isPlain)
      let inner = isPlain ? nil : indentation.map { $0 + "  " }
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += isPlain && indentation != nil ? ", " : "," }
        text += inner ?? ""
        element.write(to: &text, indentation: inner)
      }
      text += (isPlain ? "" : indentation ?? "") + "]"
    case .object(let members):
      let inner = indentation.map { $0 + "  " }
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text += inner ?? ""
        Self.write(member.key, to: &text)
        text += indentation == nil ? ":" : ": "
        member.value.write(to: &text, indentation: inner)
      }
      text += (members.isEmpty ? "" : indentation ?? "") + "}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..<" ":
        let code = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
