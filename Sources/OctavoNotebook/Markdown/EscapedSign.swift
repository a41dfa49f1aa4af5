/// Keeps `\|` and `\~` apart from `|` and `~` while cmark, which takes them for the same, has the
/// text.
///
/// A pipe table's cells and what is struck out are told apart on cmark's finished tree, where an
/// escaped sign would look like any other. So the two bytes of `\|` travel as the two bytes of a
/// control character that no notebook may hold: every position stays what it was.
enum EscapedSign {
  static let pipe: Unicode.Scalar = "\u{91}"
  static let tilde: Unicode.Scalar = "\u{92}"

  static func sign(_ scalar: Unicode.Scalar) -> Character? {
    switch scalar {
    case pipe: "|"
    case tilde: "~"
    default: nil
    }
  }

  static func hidden(in text: Substring) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    var afterBackslash = false
    for byte in text.utf8 {
      if afterBackslash, byte == UInt8(ascii: "|") || byte == UInt8(ascii: "~") {
        result.removeLast()
        result += String(byte == UInt8(ascii: "|") ? pipe : tilde).utf8
        afterBackslash = false
      } else {
        result.append(byte)
        afterBackslash = byte == UInt8(ascii: "\\") && !afterBackslash
      }
    }
    return result
  }

  static func restored(in text: String) -> String { restored(in: text) { String($0) } }

  /// Within code a backslash escapes nothing, but for the bar of a table's cell.
  static func restored(inCode text: String, inTable: Bool = false) -> String {
    restored(in: text) { inTable && $0 == "|" ? "|" : "\\\($0)" }
  }

  private static func restored(in text: String, as replacement: (Character) -> String) -> String {
    guard text.unicodeScalars.contains(where: { sign($0) != nil }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let sign = sign(scalar) {
        result += replacement(sign)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// - Parameter inTable: Whether the text stands in a cell, where it escapes the bar in code too.
  static func restored(in inlines: [Inline], inTable: Bool = false) -> [Inline] {
    inlines.map { inline in
      switch inline {
      case .text(let text):
        .text(restored(in: text))
      case .code(let text):
        .code(restored(inCode: text, inTable: inTable))
      case .math(let formula):
        .math(
          Formula(
            source: restored(inCode: formula.source, inTable: inTable),
            isDisplayed: formula.isDisplayed))
      case .emphasis(let content):
        .emphasis(restored(in: content, inTable: inTable))
      case .strong(let content):
        .strong(restored(in: content, inTable: inTable))
      case .struck(let content):
        .struck(restored(in: content, inTable: inTable))
      case .link(let destination, let title, let content):
        .link(destination: destination, title: title, restored(in: content, inTable: inTable))
      case .image(let source, let title, let alternative):
        .image(
          source: source, title: title,
          alternative: restored(in: alternative, inTable: inTable))
      case .softBreak, .lineBreak, .value, .crossReference, .footnote, .citation:
        inline
      }
    }
  }
}
