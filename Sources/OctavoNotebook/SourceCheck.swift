extension Source {
  /// Why a file is not worth reading on: it is too large, or holds what no text holds.
  var unreadable: Diagnostic? {
    if text.utf8.count > Limits.fileBytes { return Self.tooLarge }
    var markup = 0
    for (index, line) in lines.enumerated() {
      markup += 1
      if let control = Self.controlCharacter(in: line, &markup) {
        let position = SourcePosition(line: index + 1, column: control.offset + 1)
        return Diagnostic(
          .invalidCharacter, at: SourceRange(position, length: 1),
          "the control character \(control.scalar.visible) has no place in a text",
          remedy: "take it out")
      }
      if markup > Limits.markup {
        return Diagnostic(
          .tooLarge, at: range(ofLine: index + 1), "the notebook holds too much markup",
          remedy: "put data into files of their own")
      }
    }
    return nil
  }

  static var tooLarge: Diagnostic {
    Diagnostic(
      .tooLarge, at: nil, "the notebook is larger than \(Limits.fileBytes >> 20) MB",
      remedy: "put data into files of their own")
  }

  /// The line's first control character but for tabs; counts the signs of markup on the way.
  private static func controlCharacter(
    in line: Substring, _ markup: inout Int
  ) -> (offset: Int, scalar: Unicode.Scalar)? {
    var mayHoldOne = false
    for byte in line.utf8 {
      if isMarkup[Int(byte)] { markup += 1 }
      // Those above ASCII begin with 0xC2.
      if byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F || byte == 0xC2 {
        mayHoldOne = true
      }
    }
    guard mayHoldOne else { return nil }
    return line.unicodeScalars.enumerated().first {
      $0.element.properties.generalCategory == .control && $0.element != "\t"
    }.map { ($0.offset, $0.element) }
  }

  private static let isMarkup: [Bool] = {
    let signs = Set("[](){}!<>&\\#*_`.+|,:-".utf8)
    return (0...255).map { signs.contains(UInt8($0)) }
  }()
}
