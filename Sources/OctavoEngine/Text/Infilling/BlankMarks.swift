/// The three tokens that GLM adds to those of its text.
public struct BlankMarks: Hashable, Sendable {
  /// Replaces a missing span in the text.
  public let mask: Int32
  /// Precedes a span where it is generated.
  public let start: Int32
  /// Follows a span.
  public let end: Int32

  /// The number of marks.
  static let count = 3

  /// The marks that follow the tokens of a vocabulary of this size.
  public init(after vocabularySize: Int) {
    mask = Int32(vocabularySize)
    start = mask + 1
    end = mask + 2
  }
}
