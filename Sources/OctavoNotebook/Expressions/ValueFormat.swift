import OctavoResults

/// How prose writes a value, in the terms of Python's format specification:
/// `[+][,][.precision][f|e|g|d|%]`.
public struct ValueFormat: Hashable, Sendable {
  public enum Presentation: Character, Hashable, Sendable {
    /// An integer.
    case integer = "d"
    /// A fixed number of decimal places.
    case fixed = "f"
    /// With an exponent.
    case scientific = "e"
    /// So many significant digits, with an exponent only where it is short so.
    case general = "g"
    /// A hundredfold, with a percent sign.
    case percent = "%"
  }

  public var presentation: Presentation?
  /// Decimal places; of `general`, significant digits.
  public var precision: Int?
  public var showsPlus: Bool
  public var groupsThousands: Bool

  public init(
    _ presentation: Presentation? = nil, precision: Int? = nil, showsPlus: Bool = false,
    groupsThousands: Bool = false
  ) {
    self.presentation = presentation
    self.precision = precision
    self.showsPlus = showsPlus
    self.groupsThousands = groupsThousands
  }
}
