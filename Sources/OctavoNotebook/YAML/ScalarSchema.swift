import OctavoResults

/// What an unquoted scalar means: YAML 1.2's core schema, so that `no` and `12:30` stay texts and
/// `1e4` is a number.
enum ScalarSchema {
  static func isNull(_ spelling: String) -> Bool {
    ["", "~", "null", "Null", "NULL"].contains(spelling)
  }

  enum Reading: Hashable {
    case value(Value)
    /// A number that no value can hold, and why, as `is too large for a number`.
    case outOfRange(String)
    case text
  }

  static func reading(_ spelling: String) -> Reading {
    switch spelling {
    case "true", "True", "TRUE": .value(.boolean(true))
    case "false", "False", "FALSE": .value(.boolean(false))
    default: number(spelling)
    }
  }

  /// An integer in base 10 that does not fit in 64 bits becomes a real number.
  static func number(_ spelling: String) -> Reading {
    for (prefix, base) in [("0x", 16), ("0o", 8)] where spelling.hasPrefix(prefix) {
      let digits = spelling.dropFirst(prefix.count)
      guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.hexDigitValue ?? 16 < base })
      else { return .text }
      return Int(digits, radix: base).map { .value(.integer($0)) } ?? .outOfRange(tooManyBits)
    }
    if let number = special[spelling] { return .value(.number(number)) }
    guard isDecimal(spelling.utf8) else { return .text }
    if let integer = Int(spelling) { return .value(.integer(integer)) }
    guard let number = Double(spelling) else { return .text }
    if number.isInfinite { return .outOfRange("is too large for a number") }
    let mantissa = spelling.prefix { $0 != "e" && $0 != "E" }
    if number == 0, mantissa.contains(where: { ("1"..."9").contains($0) }) {
      return .outOfRange("is too small for a number: it would be 0")
    }
    return .value(.number(number))
  }

  static let tooManyBits = "does not fit in 64 bits"

  private static let special: [String: Double] = [
    ".inf": .infinity, ".Inf": .infinity, ".INF": .infinity, "+.inf": .infinity,
    "-.inf": -.infinity, "-.Inf": -.infinity, "-.INF": -.infinity,
    ".nan": .nan, ".NaN": .nan, ".NAN": .nan,
  ]

  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  static func isDecimal(_ bytes: String.UTF8View) -> Bool {
    var rest = bytes[...]
    rest.skip { "+-".utf8.contains($0) }
    var digits = rest.skipDigits()
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      digits += rest.skipDigits()
    }
    guard digits > 0 else { return false }
    if let exponent = rest.first, "eE".utf8.contains(exponent) {
      rest.removeFirst()
      rest.skip { "+-".utf8.contains($0) }
      guard rest.skipDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}

extension Substring.UTF8View {
  fileprivate mutating func skip(_ condition: (UInt8) -> Bool) {
    if let first, condition(first) { removeFirst() }
  }

  fileprivate mutating func skipDigits() -> Int {
    let digits = prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    removeFirst(digits.count)
    return digits.count
  }
}

extension Value {
  /// The value that a plain scalar is; `nil` for a text, for nothing, and for a number that is too
  /// large.
  package init?(scalar text: String) {
    guard case .value(let value) = ScalarSchema.reading(text) else { return nil }
    self = value
  }
}
