import Foundation

/// Numbers as a reader likes them: a real minus sign, commas between thousands, powers of ten
/// written as such. Marks are those of `NumberNotation.current`.
public enum NumberText {
  /// With this many decimals: `12,345.60`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    if let word = nonFinite(value) { return word }
    let digits = String(format: "%.\(max(0, decimals))f", value.magnitude)
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    let parts = digits.split(separator: ".", maxSplits: 1)
    let mark = NumberNotation.current.decimalMark
    let fraction = parts.count == 2 ? mark + parts[1] : ""
    return (value < 0 && !isZero ? "−" : "") + grouped(String(parts[0])) + fraction
  }

  public static func integer(_ value: Int) -> String {
    (value < 0 ? "−" : "") + grouped(String(value.magnitude))
  }

  /// With at most this many significant digits, and no zeros that say nothing: `0.0325`, `1,234`,
  /// `6.02×10²³`.
  public static func short(_ value: Double, digits: Int = 4) -> String {
    if let word = nonFinite(value) { return word }
    guard value != 0 else { return "0" }
    let (mantissa, exponent) = scientific(value, digits: digits)
    if (-4..<7).contains(exponent) {
      return trimmed(
        fixed(value, decimals: max(0, digits - 1 - exponent)),
        mark: NumberNotation.current.decimalMark)
    }
    return (value < 0 ? "−" : "") + NumberNotation.current.text(trimmed(mantissa)) + "×"
      + power(ofTen: exponent)
  }

  /// `10⁻⁵`.
  public static func power(ofTen exponent: Int) -> String {
    let superscripts: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let digits = String(exponent.magnitude).compactMap(\.wholeNumberValue)
    return "10" + (exponent < 0 ? "⁻" : "") + String(digits.map { superscripts[$0] })
  }

  /// The exponent that the value has once rounded to so many digits: 9.9996 has 1 with four.
  public static func decimalExponent(_ value: Double, digits: Int) -> Int {
    scientific(value, digits: digits).exponent
  }

  /// The magnitude rounded to so many digits: `1.23` and 4.
  private static func scientific(
    _ value: Double, digits: Int
  ) -> (mantissa: String, exponent: Int) {
    let text = String(format: "%.\(max(0, digits - 1))e", value.magnitude)
    let parts = text.split(separator: "e").map(String.init)
    return (parts.first ?? "0", parts.last.flatMap { Int($0) } ?? 0)
  }

  /// Without the zeros at the end of the fraction.
  public static func trimmed(_ digits: String, mark: String = ".") -> String {
    guard digits.contains(mark) else { return digits }
    var result = digits[...]
    while result.last == "0" { result.removeLast() }
    if result.hasSuffix(mark) { result.removeLast(mark.count) }
    return String(result)
  }

  private static func grouped(_ digits: String) -> String {
    guard digits.count > 3 else { return digits }
    let mark = NumberNotation.current.groupMark
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { result += mark }
      result.append(digit)
    }
    return result
  }

  /// `NaN`, `∞` or `−∞`; `nil` for a number that is finite.
  public static func nonFinite(_ value: Double) -> String? {
    value.isFinite ? nil : value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞"
  }

  /// A number of bytes as `12 MB`, `1.5 GB` or `3.2 TB`.
  public static func bytes(_ count: Int) -> String {
    switch count {
    case ..<1_000_000_000: "\(max(1, count / 1_000_000)) MB"
    case ..<1_000_000_000_000: String(format: "%.1f GB", Double(count) / 1e9)
    case ..<1_000_000_000_000_000: String(format: "%.1f TB", Double(count) / 1e12)
    default: "1,000 TB or more"
    }
  }
}
