/// A JSON document whose objects keep their order: what schemas and step keys are written in.
public indirect enum JSON: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  public struct Member: Hashable, Sendable {
    public var key: String
    public var value: JSON
  }

  public static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { Member(key: $0.key, value: $0.value) })
  }

  public static func object(_ members: [(String, JSON)]) -> JSON {
    .object(members.map { Member(key: $0.0, value: $0.1) })
  }

  /// The document as text; `indented` for people, else without a space.
  public func text(indented: Bool = false) -> String {
    var output = ""
    write(to: &output, indentation: indented ? 0 : nil)
    return output
  }

  private func write(to output: inout String, indentation: Int?) {
    switch self {
    case .null: output += "null"
    case .boolean(let boolean): output += boolean ? "true" : "false"
    case .integer(let integer): output += String(integer)
    case .number(let number):
      if number.isFinite {
        output += String(number)
      } else {
        output += number.isNaN ? "\"nan\"" : number < 0 ? "\"-inf\"" : "\"inf\""
      }
    case .string(let string): Self.write(string, to: &output)
    case .array(let elements):
      Self.write(elements, between: "[", "]", to: &output, indentation) { output, element, inner in
        element.write(to: &output, indentation: inner)
      }
    case .object(let members):
      Self.write(members, between: "{", "}", to: &output, indentation) { output, member, inner in
        Self.write(member.key, to: &output)
        output += inner == nil ? ":" : ": "
        member.value.write(to: &output, indentation: inner)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between open: String, _ close: String, to output: inout String,
    _ indentation: Int?, _ writeElement: (inout String, Element, Int?) -> Void
  ) {
    output += open
    let inner = indentation.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { output += "," }
      if let inner { output += "\n" + String(repeating: " ", count: inner) }
      writeElement(&output, element, inner)
    }
    if let indentation, !elements.isEmpty {
      output += "\n" + String(repeating: " ", count: indentation)
    }
    output += close
  }

  private static func write(_ string: String, to output: inout String) {
    output += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
