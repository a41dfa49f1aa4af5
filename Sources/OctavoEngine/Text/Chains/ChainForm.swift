/// How intermediate results are written: as digits, or as the letters a to j for 0 to 9.
public enum ChainForm: Hashable, Sendable {
  case digits, letters

  private var alphabet: [Character] { Array(self == .digits ? "0123456789" : "abcdefghij") }

  /// - Precondition: the value is a digit.
  public func text(_ value: Int) -> String { String(alphabet[value]) }

  public func value(of character: Character) -> Int? { alphabet.firstIndex(of: character) }

  /// The results in brackets.
  public func text(_ middle: [Int]) -> String { "[" + middle.map(text).joined() + "]" }

  /// Dots in brackets, one for each of `count` results.
  public static func filler(_ count: Int) -> String {
    "[" + String(repeating: ".", count: count) + "]"
  }

  /// Every character of a line but the line feed and the signs between the digits.
  public static let characters = "0123456789abcdefghij[].="
}
