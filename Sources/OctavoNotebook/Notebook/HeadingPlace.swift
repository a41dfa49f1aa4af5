/// A heading of a notebook's prose, and where it stands.
public struct HeadingPlace: Hashable, Sendable {
  /// From 1 to 6.
  public var level: Int
  /// What links within the notebook lead to.
  public var identifier: String
  /// Its words alone.
  public var text: String
  /// Its first line, from its beginning.
  public var range: SourceRange
}
