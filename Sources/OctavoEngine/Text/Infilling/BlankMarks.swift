/// The three tokens that GLM has beside those of its text.
public struct BlankMarks: Hashable, Sendable {
  /// Stands in the text for a span that is missing.
  public let mask: Int32
  /// Comes before a span that is written.
  public let start: Int32
  /// Follows a span.
  public let end: Int32

  /// How many there are.
  static let count = 3

  /// The marks after a vocabulary of so many tokens.
  public init(after vocabularySize: Int) {
    mask = Int32(vocabularySize)
    start = mask + 1
    end = mask + 2
  }
}
