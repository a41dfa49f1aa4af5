/// How the results on the way are written: as digits, or as the letters a to j in their place.
public enum ChainForm: Hashable, Sendable {
  case digits, letters

  private var alphabet: [Character] { Array(self == .digits ? "0123456789" : "abcdefghij") }

  /// - Precondition: the value is a digit.
  public func text(_ value: Int) -> String { String(alphabet[value]) }

  public func value(of character: Character) -> Int? { alphabet.firstIndex(of: character) }

  /// The results between brackets, which are empty without any.
  public func text(_ middle: [Int]) -> String { "[" + middle.map(text).joined() + "]" }

  /// As many dots between brackets as there are results.
  public static func filler(_ count: Int) -> String {
    "[" + String(repeating: ".", count: count) + "]"
  }

  /// Every character of a chain but those between its digits.
  public static let characters = "0123456789abcdefghij[].="
}
