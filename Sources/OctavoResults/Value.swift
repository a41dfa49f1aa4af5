import OctavoBase

/// One named scalar that a step produces: a loss, a count, a verdict, a name.
public enum Value: Hashable, Sendable {
  case integer(Int)
  case number(Double)
  case text(String)
  case boolean(Bool)

  /// The value as a real number, where it is one.
  public var double: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    case .text, .boolean: nil
    }
  }
}

extension Value: CustomStringConvertible {
  /// A number with as many digits as it takes, a text without quotes.
  public var description: String {
    switch self {
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .text(let text): text
    case .boolean(let boolean): String(boolean)
    }
  }

  /// As a label for readers: `5×10¹⁰` where `description` has `50000000000.0`.
  public var label: String {
    guard case .number(let number) = self, number.magnitude >= 1e7, number == number.rounded()
    else { return description }
    return NumberText.short(number, digits: 15)
  }
}

/// JSON has no word for a number that is not finite: Octavo writes `"nan"`, `"inf"` and `"-inf"`,
/// and a text that says just that as `{"text": "nan"}`.
extension Value: Codable {
  private enum CodingKeys: String, CodingKey { case text }

  public init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: CodingKeys.self) {
      self = .text(try object.decode(String.self, forKey: .text))
      return
    }
    let container = try decoder.singleValueContainer()
    if let boolean = try? container.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let integer = try? container.decode(Int.self) {
      // No integer has a minus before its zero.
      let isNegativeZero = integer == 0 && (try? container.decode(Double.self))?.sign == .minus
      self = isNegativeZero ? .number(-0.0) : .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      let text = try container.decode(String.self)
      self = Self.nonFinite[text].map(Value.number) ?? .text(text)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    if case .text(let text) = self, Self.nonFinite[text] != nil {
      var object = encoder.container(keyedBy: CodingKeys.self)
      try object.encode(text, forKey: .text)
      return
    }
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let integer): try container.encode(integer)
    case .number(let number):
      if let word = number.nonFiniteWord {
        try container.encode(word)
      } else {
        try container.encode(number)
      }
    case .text(let text): try container.encode(text)
    case .boolean(let boolean): try container.encode(boolean)
    }
  }

  private static let nonFinite: [String: Double] = [
    "nan": .nan, "inf": .infinity, "-inf": -.infinity,
  ]
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral
{
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
}
