extension JSON {
  /// The document as text: members in their order, indented by two spaces, arrays of plain values
  /// on one line. JSON has no word for a number that is not finite, so these become texts: `"nan"`,
  /// `"inf"` and `"-inf"`.
  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes, indentation: "\n")
    bytes.append(UInt8(ascii: "\n"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The document on one line, without any space: the form that goes into steps' keys.
  public var compactText: String {
    var bytes: [UInt8] = []
    appendCompact(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds ``compactText`` to a text in UTF-8.
  public func appendCompact(to bytes: inout [UInt8]) {
    write(to: &bytes, indentation: nil)
  }

  /// - Parameter indentation: a newline and the spaces before the value, nil to stay on one line.
  private func write(to text: inout [UInt8], indentation: String?) {
    switch self {
    case .null: text += "null".utf8
    case .boolean(let boolean): text += (boolean ? "true" : "false").utf8
    case .integer(let integer): text += String(integer).utf8
    case .number(let number):
      text += (number.nonFiniteWord.map { "\"\($0)\"" } ?? "\(number)").utf8
    case .string(let string): Self.write(string, to: &text)
    case .array(let elements):
      let isPlain = elements.allSatisfy(\.isPlain)
      let inner = isPlain ? nil : indentation.map { $0 + "  " }
      text.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { text += (isPlain && indentation != nil ? ", " : ",").utf8 }
        if let inner { text += inner.utf8 }
        element.write(to: &text, indentation: inner)
      }
      if !isPlain, let indentation { text += indentation.utf8 }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      let inner = indentation.map { $0 + "  " }
      text.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        if let inner { text += inner.utf8 }
        Self.write(member.key, to: &text)
        text += (indentation == nil ? ":" : ": ").utf8
        member.value.write(to: &text, indentation: inner)
      }
      if !members.isEmpty, let indentation { text += indentation.utf8 }
      text.append(UInt8(ascii: "}"))
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private static func write(_ string: String, to text: inout [UInt8]) {
    var string = string
    text.append(UInt8(ascii: "\""))
    string.withUTF8 { bytes in
      var runStart = 0
      for (place, byte) in bytes.enumerated() {
        guard let escape = escape(of: byte) else { continue }
        text += bytes[runStart..<place]
        text += escape.utf8
        runStart = place + 1
      }
      text += bytes[runStart...]
    }
    text.append(UInt8(ascii: "\""))
  }

  /// Nil for a byte that stands for itself.
  @inline(__always)
  private static func escape(of byte: UInt8) -> String? {
    guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
      return nil
    }
    switch byte {
    case UInt8(ascii: "\""): return "\\\""
    case UInt8(ascii: "\\"): return "\\\\"
    case UInt8(ascii: "\n"): return "\\n"
    case UInt8(ascii: "\r"): return "\\r"
    case UInt8(ascii: "\t"): return "\\t"
    default:
      let code = String(byte, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - code.count) + code
    }
  }
}
