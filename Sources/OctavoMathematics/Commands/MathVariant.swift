/// A typeface of letters and digits. In MathML Core a letter of another typeface is a character of
/// its own.
enum MathVariant: Hashable {
  case upright, bold, italic, boldItalic, script, doubleStruck, fraktur, sans, mono

  static let commands: [String: MathVariant] = [
    "mathrm": .upright, "mathnormal": .italic, "mathbf": .bold, "mathit": .italic,
    "mathcal": .script, "mathscr": .script, "mathbb": .doubleStruck, "mathds": .doubleStruck,
    "mathfrak": .fraktur, "mathsf": .sans, "mathtt": .mono, "boldsymbol": .boldItalic,
    "bm": .boldItalic, "pmb": .boldItalic, "Bbb": .doubleStruck, "bold": .bold, "symbf": .bold,
  ]

  /// Those of old that hold until the group ends.
  static let switches: [String: MathVariant] = [
    "rm": .upright, "bf": .bold, "it": .italic, "cal": .script, "sf": .sans, "tt": .mono,
    "frak": .fraktur,
  ]

  /// Whether letters side by side are a word.
  var joinsLetters: Bool {
    switch self {
    case .upright, .bold, .italic, .sans, .mono: true
    case .boldItalic, .script, .doubleStruck, .fraktur: false
    }
  }

  /// A letter or digit in this typeface; others stay what they are.
  func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let exception = exceptions[scalar] { return exception }
    let start: (UInt32, UInt32)? =
      switch scalar {
      case "A"..."Z": latinStart.map { ($0, scalar.value - 0x41) }
      case "a"..."z": latinStart.map { ($0, scalar.value - 0x61 + 26) }
      case "0"..."9": digitStart.map { ($0, scalar.value - 0x30) }
      default: greekStart.flatMap { start in Self.greekOffset(scalar).map { (start, $0) } }
      }
    return start.flatMap { Unicode.Scalar($0.0 + $0.1) } ?? scalar
  }

  private var latinStart: UInt32? {
    switch self {
    case .upright, .italic: nil
    case .bold: 0x1D400
    case .boldItalic: 0x1D468
    case .script: 0x1D49C
    case .doubleStruck: 0x1D538
    case .fraktur: 0x1D504
    case .sans: 0x1D5A0
    case .mono: 0x1D670
    }
  }

  private var digitStart: UInt32? {
    switch self {
    case .bold, .boldItalic: 0x1D7CE
    case .doubleStruck: 0x1D7D8
    case .sans: 0x1D7E2
    case .mono: 0x1D7F6
    default: nil
    }
  }

  private var greekStart: UInt32? {
    switch self {
    case .bold: 0x1D6A8
    case .boldItalic: 0x1D71C
    default: nil
    }
  }

  /// The place of a Greek letter in each of Unicode's mathematical alphabets.
  private static func greekOffset(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "Α"..."Ρ": scalar.value - 0x391
    case "Σ"..."Ω": scalar.value - 0x391
    case "∇": 25
    case "α"..."ω": scalar.value - 0x3B1 + 26
    case "∂": 51
    case "ϵ": 52
    case "ϑ": 53
    case "ϰ": 54
    case "ϕ": 55
    case "ϱ": 56
    case "ϖ": 57
    default: nil
    }
  }

  /// Letters that Unicode had before it had the alphabets.
  private var exceptions: [Unicode.Scalar: Unicode.Scalar] {
    switch self {
    case .script: Self.scriptExceptions
    case .doubleStruck: Self.doubleStruckExceptions
    case .fraktur: Self.frakturExceptions
    default: [:]
    }
  }

  private static let scriptExceptions: [Unicode.Scalar: Unicode.Scalar] = [
    "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ",
    "g": "ℊ", "o": "ℴ",
  ]
  private static let doubleStruckExceptions: [Unicode.Scalar: Unicode.Scalar] = [
    "C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ",
  ]
  private static let frakturExceptions: [Unicode.Scalar: Unicode.Scalar] = [
    "C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ",
  ]
}
