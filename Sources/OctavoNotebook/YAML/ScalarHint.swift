import OctavoResults

/// How to write what a text was probably meant to be.
public struct Hint: Hashable, Sendable {
  public var remedy: String
  /// The scalar to write in its place; `nil` where that is not certain.
  public var replacement: String?

  fileprivate init(_ remedy: String) { self.remedy = remedy }

  fileprivate init(write replacement: String, _ addition: String = "") {
    remedy = "write `\(replacement)`" + addition
    self.replacement = replacement
  }
}

/// Finds out what a text was probably meant to be, where a number or a boolean is wanted.
struct ScalarHint {
  private let text: String
  private let wanted: ScalarType?

  /// - Parameter wanted: `nil` where that is not known.
  /// - Returns: `nil` if it looks like a text.
  static func hint(for text: String, wanted: ScalarType? = nil) -> Hint? {
    ScalarHint(text: text, wanted: wanted).hint
  }

  private var hint: Hint? {
    if let word { return word }
    if wanted == .boolean { return nil }
    return asWritten ?? inOtherDress ?? percentage ?? grouped ?? list ?? withSuffix ?? formula
  }

  private var word: Hint? {
    let word = text.lowercased()
    if wanted != .integer {
      if ["inf", "infinity", "+inf", "∞", "+∞"].contains(word) { return Hint(write: ".inf") }
      if ["-inf", "-infinity", "-∞", "−∞"].contains(word) { return Hint(write: "-.inf") }
      if word == "nan" { return Hint(write: ".nan") }
    }
    guard wanted == nil || wanted == .boolean else { return nil }
    switch word {
    case "yes", "on", "y", "t": return Hint(write: "true")
    case "no", "off", "n", "f": return Hint(write: "false")
    case "1" where wanted == .boolean: return Hint(write: "true")
    case "0" where wanted == .boolean: return Hint(write: "false")
    case "none" where wanted == nil, "nil" where wanted == nil: return Hint(write: "null")
    default: return nil
    }
  }

  /// A number that is one already, but not of the kind that is wanted or not bare.
  private var asWritten: Hint? {
    switch ScalarSchema.number(text) {
    case .text: return nil
    case .outOfRange(let problem): return Hint("the number \(problem)")
    case .value(.number(let number)) where wanted == .integer:
      if let integer = Int(exactly: number) { return Hint(write: "\(integer)") }
      return number.rounded() == number ? Hint("the number \(ScalarSchema.tooManyBits)") : nil
    case .value(.number(let number)) where number.magnitude >= 0x1p63 && isInteger(text):
      return Hint("the number \(ScalarSchema.tooManyBits)")
    case .value: return wanted == nil ? Hint(write: text, " without quotes") : nil
    }
  }

  /// Quotes, spaces and signs around a number, and digits and minus signs that are not ASCII.
  private var inOtherDress: Hint? {
    let unquoted = text.trimming { "\"'“”‘’„‚«»`".contains($0) }
    if unquoted != text, isNumber(unquoted) { return Hint(write: unquoted, " without quotes") }
    let bare = text.trimming { $0.isWhitespace }
    if bare != text, isNumber(bare) { return Hint(write: bare, " without spaces") }
    let assigned = text.trimming { $0.isWhitespace || $0 == "=" || $0 == ":" }
    if assigned != text, isNumber(assigned) { return Hint(write: assigned) }
    let plain = String(
      text.map { character in
        if let digit = character.decimalDigit { return digit }
        return character == "−" || character == "–" ? "-" : character == "٫" ? "." : character
      })
    return plain != text && isNumber(plain) ? Hint(write: plain) : nil
  }

  private var percentage: Hint? {
    guard text.hasSuffix("%") else { return nil }
    let number = text.dropLast().trimming { $0.isWhitespace }
    guard isNumber(number), !number.lowercased().contains("e"),
      let share = Double(number + "e-2")
    else { return nil }
    return Hint(write: "\(share)")
  }

  /// Digits in groups, or with a decimal comma.
  private var grouped: Hint? {
    let separators: [Character] = ["_", "'", "’", " ", "\u{A0}", "\u{2009}", "\u{202F}"]
    for separator in separators where text.contains(separator) {
      if let plain = ungrouped(text, by: separator) { return Hint(write: plain) }
    }
    guard text.contains(",") else { return nil }
    if text.contains(".") {
      let comma = text.lastIndex(of: ",") ?? text.startIndex
      let point = text.lastIndex(of: ".") ?? text.startIndex
      let plain = point > comma ? ungrouped(text, by: ",") : ungrouped(decimalComma: text)
      return plain.map { Hint(write: $0) }
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? text.replacing(",", with: ".") : nil
    let startsWithZero = parts[0] == "0" || parts[0] == "-0"
    if !startsWithZero, let plain = ungrouped(text, by: ",") {
      guard wanted != .integer, let fraction else { return Hint(write: plain) }
      return Hint("write `\(plain)`, or `\(fraction)` if the comma is a decimal one")
    }
    guard let fraction, isNumber(fraction), wanted != .integer else { return nil }
    return startsWithZero
      ? Hint(write: fraction)
      : Hint("give one value, not a list; a decimal fraction has a point, as in `\(fraction)`")
  }

  /// The number without separators, if they stand between groups of three digits.
  private func ungrouped(_ text: String, by separator: Character) -> String? {
    let end = text.firstIndex(of: ".") ?? text.endIndex
    let groups = text[..<end].split(separator: separator, omittingEmptySubsequences: false)
    let isGrouped =
      groups.count > 1 && (1...4).contains(groups[0].count)
      && groups.dropFirst().allSatisfy { $0.count == 3 || separator == "_" && !$0.isEmpty }
    let plain = groups.joined() + text[end...]
    return isGrouped && isNumber(plain) ? plain : nil
  }

  /// `1.234,5` has two kinds of separators, of which the comma is the decimal one.
  private func ungrouped(decimalComma text: String) -> String? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let integer = ungrouped(points: String(parts[0])) else { return nil }
    let plain = integer + "." + parts[1]
    return isNumber(plain) ? plain : nil
  }

  private func ungrouped(points text: String) -> String? {
    let groups = text.split(separator: ".", omittingEmptySubsequences: false)
    return groups.dropFirst().allSatisfy { $0.count == 3 } ? groups.joined() : nil
  }

  /// Several values, or a range of them.
  private var list: Hint? {
    let inner = text.trimming { "[](){} ".contains($0) }
    let parts = inner.split { ",; \t".contains($0) }.map(String.init)
    let isList = parts.count > 1 || inner != text
    if isList, !parts.isEmpty, parts.allSatisfy(isNumber) {
      return Hint("give one value, not a list")
    }
    let range = inner.replacing("...", with: "..").split(separator: "..").map { String($0) }
    if range.count == 2, inner.contains(".."), range.allSatisfy(isNumber) {
      return Hint("give one value, not a range")
    }
    let bounds = inner.split { $0 == "-" || $0 == ":" || $0 == "–" }.map(String.init)
    return bounds.count > 1 && bounds.allSatisfy(isNumber)
      ? Hint("give one value, not a range") : nil
  }

  /// `10k`, `1.5M`, `20 ms`, `4GB`.
  private var withSuffix: Hint? {
    let suffix = String(text.reversed().prefix { $0.isLetter || $0 == "²" || $0 == "°" }.reversed())
    let number = text.dropLast(suffix.count).trimming { $0.isWhitespace }
    guard !suffix.isEmpty, isNumber(number) else { return nil }
    guard let power = Self.powers[suffix] else {
      return Hint("write the number alone, without `\(suffix)`")
    }
    guard !number.lowercased().contains("e"), let value = Double("\(number)e\(power)"),
      value.isFinite
    else { return Hint("write the number in full") }
    return Int(exactly: value).map { Hint(write: "\($0)") } ?? Hint(write: "\(value)")
  }

  private static let powers = ["k": 3, "K": 3, "M": 6, "Mio": 6, "B": 9, "bn": 9, "T": 12]

  /// `1/3`, `2**10`, `10^6`, `3*4`.
  private var formula: Hint? {
    let operators: Set<Character> = ["*", "/", "^", "+", "-", "(", ")", "×", "·"]
    let operands = text.split { operators.contains($0) || $0.isWhitespace }.map(String.init)
    guard operands.count > 1, operands.allSatisfy(isNumber),
      text.contains(where: operators.contains)
    else { return nil }
    return Hint("write the result of the calculation")
  }

  private func isNumber(_ text: String) -> Bool { ScalarSchema.isDecimal(text.utf8) }

  private func isInteger(_ text: String) -> Bool { !text.contains { ".eE".contains($0) } }
}

extension StringProtocol {
  fileprivate func trimming(_ isPadding: (Character) -> Bool) -> String {
    String(drop(while: isPadding).reversed().drop(while: isPadding).reversed())
  }
}

extension Character {
  /// The ASCII digit for a decimal digit of any script.
  fileprivate var decimalDigit: Character? {
    guard unicodeScalars.first?.properties.numericType == .decimal, let value = wholeNumberValue
    else { return nil }
    return Character("\(value)")
  }
}
