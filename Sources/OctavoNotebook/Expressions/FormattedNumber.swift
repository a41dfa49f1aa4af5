/// A number written by a format.
struct FormattedNumber {
  private(set) var text = ""

  init(_ integer: Int, _ format: ValueFormat) {
    if let presentation = format.presentation, presentation.isForRealNumbers {
      self = FormattedNumber(Double(integer), format)
      return
    }
    var parts = NumberParts()
    switch format.presentation {
    case .character?:
      let scalar = UInt32(exactly: integer).flatMap(Unicode.Scalar.init)
      parts.rest = scalar.map { String($0) } ?? String(integer)
    case let presentation:
      let base = presentation?.base ?? 10
      parts.isNegative = integer < 0
      parts.integer = String(
        integer.magnitude, radix: base, uppercase: presentation?.isUpperCase == true)
      if format.isAlternate { parts.prefix = presentation?.prefix ?? "" }
    }
    text = parts.laidOut(format)
  }

  init(_ number: Double, _ format: ValueFormat) {
    // Python multiplies before it rounds.
    let number = format.presentation == .percent ? number * 100 : number
    var parts = NumberParts()
    parts.isNegative = number.sign == .minus && !number.isNaN
    if number.isFinite {
      parts.write(number, format)
    } else {
      parts.rest = number.isNaN ? "nan" : "inf"
    }
    if format.presentation == .percent { parts.rest += "%" }
    if format.presentation?.isUpperCase == true { parts.rest = parts.rest.uppercased() }
    text = parts.laidOut(format)
  }
}

/// A number's text before it is grouped and padded.
struct NumberParts {
  var isNegative = false
  /// Of the base, as `0x`.
  var prefix = ""
  /// The digits before the point, which may be grouped.
  var integer = ""
  /// Point, decimal places, exponent and percent sign.
  var rest = ""

  /// - Precondition: the number is finite.
  mutating func write(_ number: Double, _ format: ValueFormat) {
    let keepsPoint = format.isAlternate
    switch format.presentation {
    case .fixed?, .upperFixed?, .percent?:
      let (digits, fraction) = ExactDecimal(number).fixed(places: format.precision ?? 6)
      setDigits(digits, fraction, keepsPoint: keepsPoint)
    case .scientific?, .upperScientific?:
      let (digit, fraction, power) = ExactDecimal(number).scientific(places: format.precision ?? 6)
      setDigits(digit, fraction, keepsPoint: keepsPoint)
      rest += Self.exponent(power)
    case nil where format.precision == nil:
      let decimal = ExactDecimal(shortest: number)
      writeGeneral(
        decimal, digits: max(decimal.digits.count, 1),
        exponentFrom: ValueFormat.plainDigits + 1, keepsPoint: keepsPoint, hasFraction: true)
    case let presentation:
      let digits = max(format.precision ?? 6, 1)
      writeGeneral(
        ExactDecimal(number), digits: digits,
        exponentFrom: presentation == nil ? digits : digits + 1,
        keepsPoint: keepsPoint, keepsZeros: format.isAlternate, hasFraction: presentation == nil)
    }
    if format.dropsSignOfZero, isNegative {
      let mantissa = integer + rest.prefix { $0 != "e" }
      isNegative = mantissa.contains { ("1"..."9").contains($0) }
    }
  }

  /// - Parameters:
  ///   - digits: How many significant ones at most.
  ///   - exponentFrom: With so many digits before the point, or more, an exponent is written.
  ///   - keepsZeros: Whether zeros at the end stay.
  ///   - hasFraction: Whether a number without an exponent has a decimal place in any case.
  mutating func writeGeneral(
    _ number: ExactDecimal, digits: Int, exponentFrom: Int, keepsPoint: Bool = false,
    keepsZeros: Bool = false, hasFraction: Bool = false
  ) {
    let (first, decimals, power) = number.scientific(places: digits - 1)
    let shown = { (fraction: String) in keepsZeros ? fraction : fraction.trimmingTrailingZeros }
    if power < -4 || power + 1 >= exponentFrom {
      setDigits(first, shown(decimals), keepsPoint: keepsPoint)
      rest += Self.exponent(power)
    } else {
      let (whole, fraction) = number.rounded(toDigits: digits)
        .fixed(places: max(digits - 1 - power, 0))
      let text = shown(fraction)
      setDigits(whole, text.isEmpty && hasFraction ? "0" : text, keepsPoint: keepsPoint)
    }
  }

  private mutating func setDigits(_ integer: String, _ fraction: String, keepsPoint: Bool) {
    self.integer = integer
    rest = fraction.isEmpty ? (keepsPoint ? "." : "") : "." + fraction
  }

  private static func exponent(_ power: Int) -> String {
    let digits = String(power.magnitude)
    return (power < 0 ? "e-" : "e+") + (digits.count < 2 ? "0" : "") + digits
  }
}

// Grouping and padding.
extension NumberParts {
  func laidOut(_ format: ValueFormat) -> String {
    let signText =
      switch format.sign {
      case .always? where !isNegative: "+"
      case .spaceForPositive? where !isNegative: " "
      default: isNegative ? "-" : ""
      }
    let fill = format.fill ?? (format.padsWithZeros ? "0" : " ")
    let alignment = format.alignment ?? (format.padsWithZeros ? .afterSign : .right)
    let lead = signText + prefix
    let tail = rest
    let isFilledWithDigits = fill == "0" && alignment == .afterSign
    let digits = Self.grouped(
      integer, format.grouping, size: format.presentation?.base ?? 10 == 10 ? 3 : 4,
      width: isFilledWithDigits
        ? format.width - lead.unicodeScalars.count - tail.unicodeScalars.count : 0)
    let count = [lead, digits, tail].reduce(0) { $0 + $1.unicodeScalars.count }
    let missing = max(format.width - count, 0)
    guard alignment == .afterSign else {
      return (lead + digits + tail).padded(by: missing, with: fill, alignment)
    }
    return lead + String(repeating: String(fill), count: missing) + digits + tail
  }

  /// - Parameter width: Zeros in front, which are grouped too, fill at least so much.
  private static func grouped(
    _ digits: String, _ grouping: ValueFormat.Grouping?, size: Int, width: Int
  ) -> String {
    guard let grouping, !digits.isEmpty else { return digits }
    var digits = Array(digits)
    while digits.count + (digits.count - 1) / size < width { digits.insert("0", at: 0) }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % size == 0 { text.append(grouping.rawValue) }
      text.append(digit)
    }
    return text
  }
}

/// A text written by a format.
struct FormattedText {
  let text: String

  init(_ text: String, _ format: ValueFormat) {
    let scalars = text.unicodeScalars
    let shown = String(String.UnicodeScalarView(scalars.prefix(format.precision ?? scalars.count)))
    self.text = shown.padded(
      by: max(format.width - shown.unicodeScalars.count, 0),
      with: format.fill ?? (format.padsWithZeros ? "0" : " "), format.alignment ?? .left)
  }
}

extension String {
  fileprivate func padded(
    by count: Int, with fill: Unicode.Scalar, _ alignment: ValueFormat.Alignment
  ) -> String {
    let left =
      switch alignment {
      case .left: 0
      case .center: count / 2
      case .right, .afterSign: count
      }
    let fill = String(fill)
    return String(repeating: fill, count: left) + self
      + String(repeating: fill, count: count - left)
  }

  fileprivate var trimmingTrailingZeros: String {
    String(self[..<(lastIndex { $0 != "0" }.map(index(after:)) ?? startIndex)])
  }
}

extension ValueFormat.Presentation {
  fileprivate var base: Int {
    switch self {
    case .binary: 2
    case .octal: 8
    case .hexadecimal, .upperHexadecimal: 16
    default: 10
    }
  }

  fileprivate var prefix: String {
    switch self {
    case .binary: "0b"
    case .octal: "0o"
    case .hexadecimal: "0x"
    case .upperHexadecimal: "0X"
    default: ""
    }
  }
}
