import OctavoResults

/// What an unquoted scalar means: YAML 1.2's core schema, so that `no` and `12:30` stay texts and
/// `1e4` is a number.
enum ScalarSchema {
  static func isNull(_ spelling: String) -> Bool {
    ["", "~", "null", "Null", "NULL"].contains(spelling)
  }

  /// `nil` for a text.
  static func value(_ spelling: String) -> Value? {
    switch spelling {
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    default: number(spelling)
    }
  }

  /// `nil` if it is no number; an integer that does not fit in 64 bits becomes a real number.
  static func number(_ spelling: String) -> Value? {
    if spelling.hasPrefix("0x") { return Int(spelling.dropFirst(2), radix: 16).map(Value.integer) }
    if spelling.hasPrefix("0o") { return Int(spelling.dropFirst(2), radix: 8).map(Value.integer) }
    if let number = special[spelling] { return .number(number) }
    guard isDecimal(spelling.utf8) else { return nil }
    return Int(spelling).map(Value.integer) ?? Double(spelling).map(Value.number)
  }

  /// How to write what a text was probably meant to be; `nil` if it looks like a text.
  static func hint(for text: String) -> String? {
    switch text.lowercased() {
    case "yes", "on", "y": return "write `true`"
    case "no", "off", "n": return "write `false`"
    case "none", "nil": return "write `null`"
    case "inf", "infinity", "+inf": return "write `.inf`"
    case "-inf", "-infinity": return "write `-.inf`"
    case "nan": return "write `.nan`"
    default: break
    }
    if isDecimal(text.utf8) {
      return Int(text) == nil && text.utf8.allSatisfy { !".eE".utf8.contains($0) }
        ? "the number does not fit in 64 bits" : "write `\(text)` without quotes"
    }
    let plain = text.filter { $0 != "_" && $0 != "," && $0 != "'" && $0 != " " }
    if plain != text, isDecimal(plain.utf8) { return "write `\(plain)`" }
    if text.hasSuffix("%"), let percentage = Double(text.dropLast()) {
      return "write `\(percentage / 100)`"
    }
    return nil
  }

  private static let special: [String: Double] = [
    ".inf": .infinity, ".Inf": .infinity, ".INF": .infinity, "+.inf": .infinity,
    "-.inf": -.infinity, "-.Inf": -.infinity, "-.INF": -.infinity,
    ".nan": .nan, ".NaN": .nan, ".NAN": .nan,
  ]

  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func isDecimal(_ bytes: String.UTF8View) -> Bool {
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
