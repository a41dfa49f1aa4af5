/// Commands that stand for a space, and lengths that the language has.
enum Spaces {
  /// In em.
  static let named: [String: Double] = [
    ",": 3 / 18, "thinspace": 3 / 18, ":": 4 / 18, ">": 4 / 18, "medspace": 4 / 18, ";": 5 / 18,
    "thickspace": 5 / 18, "!": -3 / 18, "negthinspace": -3 / 18, "negmedspace": -4 / 18,
    "negthickspace": -5 / 18, " ": 0.25, "\n": 0.25, "\t": 0.25, "space": 0.25, "enspace": 0.5,
    "quad": 1, "qquad": 2, "nobreakspace": 0.25,
  ]

  /// Commands that an argument or what follows gives the width of.
  static let measured: Set<String> = ["hspace", "hskip", "kern", "mkern", "mspace", "mskip"]

  private static let units: [String: Double] = [
    "em": 1, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "px": 0.0625, "cm": 2.85, "mm": 0.285,
    "in": 7.23,
  ]
  private static let widest = 20.0

  /// A length such as `1.5em`, in em.
  static func length(_ text: String) -> Double? {
    let text = text.filter { !$0.isWhitespace }
    guard let unit = units[String(text.suffix(2))], let number = Double(text.dropLast(2)),
      number.isFinite
    else { return nil }
    return min(max(number * unit, -widest), widest)
  }
}
