/// Keeps `\|` apart from `|` while cmark, which takes them for the same, has the text.
///
/// A pipe table's cells are told apart on cmark's finished tree, where an escaped bar would look
/// like any other. So the two bytes of `\|` travel as the two bytes of a control character that no
/// notebook may hold: every position stays what it was.
enum EscapedPipe {
  static let scalar: Unicode.Scalar = "\u{91}"
  static let string = String(scalar)

  static func hidden(in text: Substring) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    var afterBackslash = false
    for byte in text.utf8 {
      if afterBackslash, byte == UInt8(ascii: "|") {
        result.removeLast()
        result += string.utf8
        afterBackslash = false
      } else {
        result.append(byte)
        afterBackslash = byte == UInt8(ascii: "\\") && !afterBackslash
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  static func restored(in text: String, as replacement: String = "|") -> String {
    guard text.unicodeScalars.contains(scalar) else { return text }
    return text.split(separator: string, omittingEmptySubsequences: false)
      .joined(separator: replacement)
  }

  /// Within code a backslash escapes nothing.
  static func restored(inCode text: String) -> String { restored(in: text, as: "\\|") }

  /// - Parameter inTable: Whether the text stands in a cell, where it escapes the bar in code too.
  static func restored(in inlines: [Inline], inTable: Bool = false) -> [Inline] {
    inlines.map { inline in
      switch inline {
      case .text(let text):
        .text(restored(in: text))
      case .code(let text):
        .code(inTable ? restored(in: text) : restored(inCode: text))
      case .emphasis(let content):
        .emphasis(restored(in: content, inTable: inTable))
      case .strong(let content):
        .strong(restored(in: content, inTable: inTable))
      case .link(let destination, let title, let content):
        .link(destination: destination, title: title, restored(in: content, inTable: inTable))
      case .image, .softBreak, .lineBreak, .value, .crossReference:
        inline
      }
    }
  }
}
