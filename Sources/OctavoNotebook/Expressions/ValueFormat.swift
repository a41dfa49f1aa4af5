import OctavoResults

/// How prose writes a value, in the terms of Python's format specification:
/// `[+][,][.precision][d|f|e|g|%]`.
public struct ValueFormat: Hashable, Sendable {
  public enum Presentation: Character, Hashable, Sendable, CaseIterable {
    /// An integer.
    case integer = "d"
    /// A fixed number of decimal places, 6 if not said.
    case fixed = "f"
    /// With an exponent, and 6 decimal places if not said.
    case scientific = "e"
    /// So many significant digits (6 if not said), with an exponent only where that is shorter.
    case general = "g"
    /// A hundredfold with a percent sign, and no decimal places if not said.
    case percent = "%"
  }

  /// `nil` for as many digits as tell the value from every other.
  public var presentation: Presentation?
  /// Decimal places; of `general`, significant digits.
  public var precision: Int?
  public var showsPlus: Bool
  public var groupsThousands: Bool

  public init(
    _ presentation: Presentation?, precision: Int? = nil, showsPlus: Bool = false,
    groupsThousands: Bool = false
  ) {
    self.presentation = presentation
    self.precision = precision
    self.showsPlus = showsPlus
    self.groupsThousands = groupsThousands
  }

  /// Why a value of this type cannot be written so; `nil` if it can.
  public func mismatch(with type: ValueType) -> String? {
    switch type {
    case .scalar(.integer): nil
    case .scalar(.number) where presentation != .integer: nil
    case .scalar(.number): "the format `d` wants an integer, not a number"
    default: "a format wants a number, not \(type)"
    }
  }

  /// The value as the format has it; one that is no number, as it is.
  public func format(_ value: Value) -> String {
    switch value {
    case .text(let text): return text
    case .boolean(let boolean): return boolean ? "true" : "false"
    case .integer(let integer): return format(ExactDecimal(integer))
    case .number(let number):
      guard number.isFinite else { return Self.nonFinite(number, showsPlus: showsPlus) }
      return format(presentation == nil ? ExactDecimal(shortest: number) : ExactDecimal(number))
    }
  }

  /// A value as it stands in a text: a number in as few digits as tell it from every other.
  static func plain(_ value: Value) -> String { ValueFormat(nil).format(value) }

  /// Up to here a number without a format is written without an exponent.
  private static let plainDigits = 16

  private func format(_ number: ExactDecimal) -> String {
    let text =
      switch presentation {
      case nil: general(number, digits: max(number.digits.count, Self.plainDigits))
      case .integer: fixed(number, places: 0)
      case .fixed: fixed(number, places: precision ?? 6)
      case .percent: fixed(number.scaled(byPowerOfTen: 2), places: precision ?? 0) + "%"
      case .scientific: scientific(number, places: precision ?? 6)
      case .general: general(number, digits: max(precision ?? 6, 1))
      }
    return (number.isNegative ? "-" : showsPlus ? "+" : "") + text
  }

  private func fixed(_ number: ExactDecimal, places: Int) -> String {
    let (integer, fraction) = number.fixed(places: places)
    return join(groupsThousands ? Self.grouped(integer) : integer, fraction)
  }

  private func scientific(_ number: ExactDecimal, places: Int) -> String {
    let (integer, fraction, power) = number.scientific(places: places)
    return join(integer, fraction) + Self.exponent(power)
  }

  private func general(_ number: ExactDecimal, digits: Int) -> String {
    let (integer, fraction, power) = number.scientific(places: digits - 1)
    let significant = fraction.trimmingTrailingZeros
    if power < -4 || power >= digits {
      return join(integer, significant) + Self.exponent(power)
    }
    let (whole, decimals) = number.rounded(toDigits: digits).fixed(places: digits - 1 - power)
    return join(
      groupsThousands ? Self.grouped(whole) : whole, decimals.trimmingTrailingZeros)
  }

  private func join(_ integer: String, _ fraction: String) -> String {
    fraction.isEmpty ? integer : integer + "." + fraction
  }

  private static func exponent(_ power: Int) -> String {
    let digits = String(abs(power))
    return (power < 0 ? "e-" : "e+") + (digits.count < 2 ? "0" : "") + digits
  }

  private static func grouped(_ digits: String) -> String {
    var groups: [Substring] = []
    var rest = digits[...]
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    return ([rest] + groups).joined(separator: ",")
  }

  private static func nonFinite(_ number: Double, showsPlus: Bool) -> String {
    number.isNaN ? "NaN" : number < 0 ? "-∞" : showsPlus ? "+∞" : "∞"
  }
}

extension String {
  fileprivate var trimmingTrailingZeros: String {
    String(self[..<(lastIndex { $0 != "0" }.map(index(after:)) ?? startIndex)])
  }
}
