extension Unicode.Scalar {
  /// Whether a terminal might obey the scalar, or show what follows it in another order or not at
  /// all: control characters, line separators, and marks of direction.
  public var needsEscaping: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: !Self.joiners.contains(self)
    default: false
    }
  }

  /// The scalar as it may be shown: `\u{1b}` for the escape character.
  public var escaped: String {
    guard needsEscaping else { return String(self) }
    return switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(value, radix: 16))}"
    }
  }

  /// Emoji and some scripts need them, and they change nothing but their neighbors: the
  /// non-joiner, the joiner, the soft hyphen and the word joiner.
  private static let joiners: Set<Unicode.Scalar> = [
    "\u{200C}", "\u{200D}", "\u{AD}", "\u{2060}",
  ]
}

extension String {
  /// The text in one line, without anything that a terminal might obey: what comes from a file, a
  /// path or an argument is shown so.
  public var escapedForTerminal: String {
    guard unicodeScalars.contains(where: \.needsEscaping) else { return self }
    return unicodeScalars.reduce(into: "") { $0 += $1.escaped }
  }

  /// The same of a text of several lines.
  public var escapedLinesForTerminal: String {
    guard unicodeScalars.contains(where: { $0.needsEscaping && $0 != "\n" }) else { return self }
    return unicodeScalars.reduce(into: "") { $0 += $1 == "\n" ? "\n" : $1.escaped }
  }
}
