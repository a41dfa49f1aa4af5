import Foundation

/// Turns the little TeX that bibliographies hold into plain text: accents, dashes, signs and the
/// commands of fonts.
public struct TeXText: Hashable, Sendable {
  /// White space is one space, and none stands at the ends.
  public private(set) var text = ""
  /// Commands that are not known; the text has them as they were written.
  public private(set) var unknownCommands: [String] = []

  private let scalars: [Unicode.Scalar]
  private var index = 0

  public init(_ source: String) {
    scalars = Array(source.unicodeScalars)
    var result = ""
    while index < scalars.count { result += next() }
    let words = result.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" }
    text = words.joined(separator: " ").precomposedStringWithCanonicalMapping
  }

  private mutating func next() -> String {
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "{", "}", "$": return ""
    case "~": return "\u{A0}"
    case "-": return dashes()
    case "`": return take("`") ? "“" : "‘"
    case "'": return take("'") ? "”" : "’"
    case "\\": return command()
    default: return String(scalar)
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard index < scalars.count, scalars[index] == scalar else { return false }
    index += 1
    return true
  }

  private mutating func dashes() -> String {
    guard take("-") else { return "-" }
    return take("-") ? "—" : "–"
  }

  private mutating func command() -> String {
    guard index < scalars.count else { return "\\" }
    let first = scalars[index]
    guard first.isLetter else {
      index += 1
      if let mark = Self.accents[String(first)] { return accented(mark) }
      switch first {
      case "&", "%", "$", "#", "_", "{", "}": return String(first)
      case "\\": return " "
      case ",", ";", ":", " ": return first == "," ? "\u{202F}" : " "
      case "-", "/", "!": return ""
      default: return unknown(String(first))
      }
    }
    let start = index
    while index < scalars.count, scalars[index].isLetter { index += 1 }
    let name = String(String.UnicodeScalarView(scalars[start..<index]))
    if let mark = Self.accents[name], name.count == 1 {
      skipSpace()
      return accented(mark)
    }
    if let sign = Self.signs[name] {
      skipSpace()
      if index + 1 < scalars.count, scalars[index] == "{", scalars[index + 1] == "}" { index += 2 }
      return sign
    }
    if Self.fonts.contains(name) {
      skipSpace()
      return ""
    }
    return unknown(name)
  }

  private mutating func skipSpace() {
    while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
  }

  private mutating func unknown(_ name: String) -> String {
    if !unknownCommands.contains(name) { unknownCommands.append(name) }
    return "\\" + name
  }

  /// The mark goes behind the letter that follows, be it in braces or a letter without a dot.
  private mutating func accented(_ mark: Unicode.Scalar) -> String {
    skipSpace()
    var depth = 0
    while take("{") { depth += 1 }
    guard index < scalars.count else { return String(mark) }
    var base: String
    if scalars[index] == "\\" {
      index += 1
      base = command()
    } else {
      base = String(scalars[index])
      index += 1
    }
    if base == "}" {
      return ""
    }
    // A dotless letter takes the mark as the common one does.
    base = base == "ı" ? "i" : base == "ȷ" ? "j" : base
    while depth > 0, take("}") { depth -= 1 }
    return base + String(mark)
  }

  private static let accents: [String: Unicode.Scalar] = [
    "`": "\u{300}", "'": "\u{301}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}",
    "u": "\u{306}", ".": "\u{307}", "\"": "\u{308}", "r": "\u{30A}", "H": "\u{30B}",
    "v": "\u{30C}", "d": "\u{323}", "c": "\u{327}", "k": "\u{328}", "b": "\u{331}",
  ]

  private static let signs: [String: String] = [
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶",
    "pounds": "£", "euro": "€", "copyright": "©", "dots": "…", "ldots": "…",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textasciitilde": "~",
    "textbackslash": "\\", "textunderscore": "_", "textregistered": "®", "texttrademark": "™",
    "guillemotleft": "«", "guillemotright": "»", "TeX": "TeX", "LaTeX": "LaTeX",
    "BibTeX": "BibTeX", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ",
    "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "infty": "∞", "times": "×", "cdot": "·", "ell": "ℓ", "to": "→", "rightarrow": "→",
    "leq": "≤", "geq": "≥", "pm": "±", "approx": "≈", "sim": "∼",
  ]

  /// Commands whose argument is shown as it is.
  private static let fonts: Set = [
    "emph", "textit", "textbf", "textsc", "texttt", "textrm", "textsf", "textup", "textsl",
    "text", "mathrm", "mathbf", "mathit", "mathcal", "mathbb", "mathsf", "it", "bf", "sc", "tt",
    "em", "rm", "sf", "itshape", "bfseries", "scshape", "mbox", "url", "path", "ensuremath",
    "protect", "relax", "nolinkurl",
  ]
}

extension Unicode.Scalar {
  fileprivate var isLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
