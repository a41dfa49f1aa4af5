/// How wide a text will be in a sans-serif face that is not known yet: the widths of common
/// grotesques, a little on the generous side.
package enum TextMetrics {
  /// The width of one line, in the unit of the font's size.
  package static func width(_ text: String, fontSize: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + advance($1) } * fontSize
  }

  /// The text, cut with an ellipsis where it would be wider.
  package static func truncate(_ text: String, to limit: Double, fontSize: Double) -> String {
    guard width(text, fontSize: fontSize) > limit else { return text }
    var end = text.startIndex
    var taken = 0.0
    for index in text.indices {
      let longer = text[index].unicodeScalars.reduce(taken) { $0 + advance($1) }
      guard (longer + advance("…")) * fontSize <= limit else { break }
      taken = longer
      end = text.index(after: index)
    }
    var kept = String(text[..<end])
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return kept + "…"
  }

  /// The text in lines that fit, broken at spaces and after hyphens; `nil` where more lines would
  /// be needed or a single word is too wide.
  package static func wrap(
    _ text: String, to limit: Double, lines count: Int, fontSize: Double
  ) -> [String]? {
    var lines: [String] = []
    var current = ""
    for piece in pieces(of: text) {
      let longer = current + piece
      if width(longer.trimmingSuffix(while: \.isWhitespace), fontSize: fontSize) <= limit {
        current = longer
      } else {
        if !current.isEmpty { lines.append(current) }
        current = piece
        guard width(piece.trimmingSuffix(while: \.isWhitespace), fontSize: fontSize) <= limit else {
          return nil
        }
      }
    }
    lines.append(current)
    return lines.count <= count ? lines.map { $0.trimmingSuffix(while: \.isWhitespace) } : nil
  }

  /// Words with the space or hyphen that follows them.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
      piece.append(character)
      if character == " " || character == "-" {
        pieces.append(piece)
        piece = ""
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }

  private static func advance(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", "·": 0.29
    case " ", "f", "t", "r", "(", ")", "[", "]", "/", "-", "\\", "\"", "`": 0.35
    case "m", "M", "W", "w", "@", "%", "—", "…": 0.92
    case "0"..."9", "a"..."z", "−", "+", "=", "<", ">", "×", "_", "–": 0.58
    case "A"..."Z", "&": 0.71
    case "⁰"..."⁾", "¹", "²", "³": 0.38
    case "\u{202F}": 0.25
    default: scalar.value < 0x2E80 ? 0.62 : 1.05
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
    var result = self[...]
    while let last = result.last, predicate(last) { result.removeLast() }
    return String(result)
  }
}
