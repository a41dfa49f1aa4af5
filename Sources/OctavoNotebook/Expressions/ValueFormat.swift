import OctavoResults

/// How prose writes a value: Python's format specification,
/// `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
///
/// Source: “Format Specification Mini-Language” of Python's library reference.
public struct ValueFormat: Hashable, Sendable {
  public enum Presentation: Character, Hashable, Sendable, CaseIterable {
    case text = "s"
    /// An integer, in base 10, 2, 8 or 16.
    case integer = "d"
    case binary = "b"
    case octal = "o"
    case hexadecimal = "x"
    case upperHexadecimal = "X"
    /// The Unicode character of this number.
    case character = "c"
    /// As `d` or `g`: a report has no locale.
    case localized = "n"
    /// A fixed number of decimal places, 6 by default.
    case fixed = "f"
    case upperFixed = "F"
    /// With an exponent, and 6 decimal places by default.
    case scientific = "e"
    case upperScientific = "E"
    /// So many significant digits (6 by default), with an exponent only where that is shorter.
    case general = "g"
    case upperGeneral = "G"
    /// A hundredfold with a percent sign, with 6 decimal places by default.
    case percent = "%"

    /// Whether integers alone can be written so.
    var isForIntegers: Bool {
      switch self {
      case .integer, .binary, .octal, .hexadecimal, .upperHexadecimal, .character: true
      default: false
      }
    }

    /// Whether it writes a number with decimal places, integers too.
    var isForRealNumbers: Bool {
      switch self {
      case .fixed, .upperFixed, .scientific, .upperScientific, .general, .upperGeneral, .percent:
        true
      default: false
      }
    }

    var isUpperCase: Bool {
      switch self {
      case .upperFixed, .upperScientific, .upperGeneral, .upperHexadecimal: true
      default: false
      }
    }
  }

  public enum Alignment: Character, Hashable, Sendable {
    case left = "<"
    case right = ">"
    case center = "^"
    /// The fill goes between the sign and the digits.
    case afterSign = "="
  }

  public enum Sign: Character, Hashable, Sendable {
    case negativeOnly = "-"
    case always = "+"
    case spaceForPositive = " "
  }

  public enum Grouping: Character, Hashable, Sendable {
    case comma = ","
    case underscore = "_"
  }

  /// `nil` for as many digits as tell the value from every other.
  public var presentation: Presentation?
  /// Decimal places; of `general`, significant digits; of a text, its greatest length.
  public var precision: Int?
  /// `nil` where it is not said.
  public var sign: Sign?
  public var grouping: Grouping?
  /// `nil` where it is not said: texts then stand on the left, numbers on the right.
  public var alignment: Alignment?
  /// `nil` where it is not said.
  public var fill: Unicode.Scalar?
  /// In Unicode scalars.
  public var width = 0
  /// Whether numbers narrower than `width` get zeros after the sign.
  public var padsWithZeros = false
  /// The prefix of a base, the decimal point and the zeros at the end that are left out otherwise.
  public var isAlternate = false
  /// Whether a number that rounds to zero loses its minus.
  public var dropsSignOfZero = false

  public init(
    _ presentation: Presentation?, precision: Int? = nil, showsPlus: Bool = false,
    groupsThousands: Bool = false
  ) {
    self.presentation = presentation
    self.precision = precision
    self.sign = showsPlus ? .always : nil
    self.grouping = groupsThousands ? .comma : nil
  }

  /// Whether it says how many digits a number gets; without that, the interval of an estimate does.
  public var fixesDigits: Bool { precision != nil || presentation?.isForRealNumbers == true }

  /// The value as the format has it. What the format is not for (`mismatch` says so before the run)
  /// stands as it is.
  public func format(_ value: Value) -> String {
    switch value {
    case .text(let text):
      return mismatch(with: .text) == nil ? FormattedText(text, self).text : text
    case .boolean(let boolean):
      guard self != ValueFormat(nil), mismatch(with: .boolean) == nil else {
        return boolean ? "true" : "false"
      }
      return FormattedNumber(boolean ? 1 : 0, self).text
    case .integer(let integer):
      if mismatch(with: .integer) == nil { return FormattedNumber(integer, self).text }
      // A number that happens to be an integer.
      return mismatch(with: .number) == nil
        ? FormattedNumber(Double(integer), self).text : Self.plain(value)
    case .number(let number):
      if self == ValueFormat(nil) { return Self.plain(number) }
      if mismatch(with: .number) == nil { return FormattedNumber(number, self).text }
      guard let integer = Int(exactly: number), mismatch(with: .integer) == nil else {
        return Self.plain(number)
      }
      return FormattedNumber(integer, self).text
    }
  }

  /// A value as it stands in a text: a number in as few digits as tell it from every other.
  static func plain(_ value: Value) -> String {
    switch value {
    case .text(let text): text
    case .boolean(let boolean): boolean ? "true" : "false"
    case .integer(let integer): String(integer)
    case .number(let number): plain(number)
    }
  }

  /// Up to here a number without a format is written without an exponent.
  static let plainDigits = 16

  private static func plain(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-∞" : "∞" }
    let decimal = ExactDecimal(shortest: number)
    var parts = NumberParts()
    let digits = max(decimal.digits.count, plainDigits)
    parts.writeGeneral(decimal, digits: digits, exponentFrom: digits + 1)
    return (decimal.isNegative ? "-" : "") + parts.integer + parts.rest
  }
}
