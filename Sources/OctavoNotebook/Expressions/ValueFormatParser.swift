import OctavoResults

extension ValueFormat {
  /// Reads a format such as `.3f`.
  ///
  /// - Returns: `nil` after a diagnostic.
  public static func parse(
    _ text: LocatedText, _ diagnostics: inout [Diagnostic]
  ) -> ValueFormat? {
    let format = parse(text.text)
    if format == nil {
      diagnostics.append(
        Diagnostic(
          at: text.range,
          text.text.isEmpty ? "a format is missing" : "`\(text.text)` is not a format",
          remedy: "formats are written like `.3f`, `.1e`, `.3g`, `d`, `,`, `%`, `.1%` or `+.2f`"))
    }
    return format
  }

  private static let greatestPrecision = 50

  private static func parse(_ text: String) -> ValueFormat? {
    var rest = text[...]
    let showsPlus = rest.removePrefix("+")
    let groupsThousands = rest.removePrefix(",")
    var precision: Int?
    if rest.removePrefix(".") {
      let digits = rest.prefix { ("0"..."9").contains($0) }
      guard let number = Int(digits), number <= greatestPrecision else { return nil }
      precision = number
      rest = rest.dropFirst(digits.count)
    }
    guard rest.count <= 1, !text.isEmpty else { return nil }
    // As in Python, a precision without a letter counts significant digits.
    var presentation: Presentation? = precision == nil ? nil : .general
    if let letter = rest.first {
      guard let named = Presentation(rawValue: letter) else { return nil }
      presentation = named
    }
    if presentation == .integer && precision != nil { return nil }
    return ValueFormat(
      presentation, precision: precision, showsPlus: showsPlus, groupsThousands: groupsThousands)
  }
}

extension Substring {
  fileprivate mutating func removePrefix(_ character: Character) -> Bool {
    guard first == character else { return false }
    removeFirst()
    return true
  }
}
