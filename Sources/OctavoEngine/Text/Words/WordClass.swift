/// What a character is to whoever looks for words, by Unicode's general categories and, where a
/// script writes no spaces between words, by its blocks.
enum WordClass {
  case letter, digit
  /// A combining mark, which belongs to the character before it.
  case mark
  /// A character of a script without spaces between words, or one whose words carry their particles
  /// with them: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese.
  case unspaced
  /// A character that only says how its neighbors are drawn or divided, such as a soft hyphen.
  case ignored
  case separator

  init(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      switch scalar {
      case "a"..."z", "A"..."Z": self = .letter
      case "0"..."9": self = .digit
      default: self = .separator
      }
      return
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      self = Self.isUnspaced(scalar) ? .unspaced : .letter
    case .decimalNumber: self = .digit
    case .letterNumber, .otherNumber: self = Self.isUnspaced(scalar) ? .unspaced : .letter
    case .nonspacingMark, .spacingMark, .enclosingMark:
      self = scalar.properties.isVariationSelector ? .ignored : .mark
    case .format: self = scalar == "\u{200B}" ? .separator : .ignored
    default: self = .separator
    }
  }

  private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isIdeographic || blocks.contains { $0.contains(scalar.value) }
  }

  /// Blocks of scripts without spaces besides the ideographs, as Unicode 15's Blocks.txt has them.
  private static let blocks: [ClosedRange<UInt32>] = [
    0x0E00...0x0EFF,  // Thai, Lao
    0x1000...0x109F,  // Myanmar
    0x1100...0x11FF,  // Hangul Jamo
    0x1780...0x17FF,  // Khmer
    0x1950...0x19DF,  // Tai Le, New Tai Lue
    0x1A20...0x1AAF,  // Tai Tham
    0x3005...0x3007, 0x3031...0x3035, 0x303B...0x303C,  // marks that stand for ideographs
    0x3040...0x31FF,  // Hiragana, Katakana, Bopomofo, Hangul Compatibility Jamo
    0xA960...0xA97F,  // Hangul Jamo Extended-A
    0xA9E0...0xA9FF, 0xAA60...0xAA7F,  // Myanmar Extended
    0xAC00...0xD7FF,  // Hangul Syllables
    0xFF66...0xFFDC,  // half-width Katakana and Hangul
    0x1AFF0...0x1B16F,  // Kana Extended
  ]
}
