/// The signs of a language in numbers that people read. Files and programs always have the English
/// ones.
public struct NumberNotation: Hashable, Sendable {
  /// Between the integer and the fraction.
  public var decimalMark: String
  /// Between thousands.
  public var groupMark: String
  /// Between the ends of an interval.
  public var to: String

  public init(decimalMark: String, groupMark: String, to: String) {
    self.decimalMark = decimalMark
    self.groupMark = groupMark
    self.to = to
  }

  public static let english = NumberNotation(decimalMark: ".", groupMark: ",", to: "to")

  /// That of what is being written. Whoever draws a page sets it for all numbers of the page.
  @TaskLocal public static var current = english

  /// A text in English notation, such as a format writes it, in this one.
  public func text(_ english: String) -> String {
    guard self != .english, english.contains(where: { $0 == "." || $0 == "," }) else {
      return english
    }
    var result = ""
    let characters = Array(english)
    for (index, character) in characters.enumerated() {
      let isBeforeDigit = index + 1 < characters.count && characters[index + 1].isASCIIDigit
      let isAfterDigit = index > 0 && characters[index - 1].isASCIIDigit
      switch character {
      case "." where isBeforeDigit: result += decimalMark
      case "," where isBeforeDigit && isAfterDigit: result += groupMark
      default: result.append(character)
      }
    }
    return result
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
