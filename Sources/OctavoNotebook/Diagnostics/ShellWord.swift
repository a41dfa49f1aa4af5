extension String {
  /// The text as one word of a POSIX shell, to be printed for people who run it again.
  ///
  /// Control characters and marks of direction, which neither a page nor a terminal hands on, are
  /// made by `printf`.
  public var shellQuoted: String {
    let scalars = unicodeScalars
    let isPlain = scalars.first != "=" && scalars.allSatisfy(\.isPlainInShell)
    if isPlain, !isEmpty { return self }
    var word = ""
    var quoted = String.UnicodeScalarView()
    func endQuotes() {
      if !quoted.isEmpty { word += "'" + String(quoted) + "'" }
      quoted.removeAll()
    }
    for scalar in scalars {
      if scalar == "'" {
        endQuotes()
        word += "\\'"
      } else if scalar.needsEscaping, scalar != "\n" {
        endQuotes()
        let bytes = String(scalar).utf8.map { byte in
          let digits = String(byte, radix: 8)
          return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
        word += "\"$(printf '\(bytes.joined())')\""
      } else {
        quoted.append(scalar)
      }
    }
    endQuotes()
    return word.isEmpty ? "''" : word
  }

  /// The path as an argument that no command takes for an option.
  public var asPathArgument: String { hasPrefix("-") ? "./" + self : self }
}

extension Unicode.Scalar {
  fileprivate var isPlainInShell: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", "=", ":", ",", "+", "@": true
    default: false
    }
  }
}
