/// What the splitting patterns of tokenizers distinguish: `\p{L}`, `\p{N}`, `\s` and the rest, by the
/// version of Unicode that Swift's standard library has.
enum ScalarClass: UInt8 {
  case other
  case letter
  case number
  case space

  init(_ scalar: Unicode.Scalar) {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      self = .letter
    case .decimalNumber, .letterNumber, .otherNumber:
      self = .number
    default:
      self = scalar.properties.isWhitespace ? .space : .other
    }
  }

  /// The classes of the basic multilingual plane, looked up once because a text asks for each
  /// scalar's class.
  static let table: [ScalarClass] = (0..<0x10000).map { code in
    Unicode.Scalar(UInt32(code)).map(ScalarClass.init) ?? .other
  }
}
