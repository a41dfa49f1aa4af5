import OctavoResults

/// A YAML value whose expressions have been evaluated.
public typealias ResolvedNode = Tree<ResolvedScalar>

/// A scalar whose expressions have been evaluated.
public struct ResolvedScalar: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case null
    /// A value, or the type of one that only the run will tell.
    case value(Evaluation)
    /// Something that a diagnostic has already been given for.
    case invalid
  }

  public var content: Content
  /// The scalar's text with a place for each character, for values that are read further (as
  /// an expectation's formula is).
  public var written: LocatedText

  public init(_ content: Content, written: LocatedText) {
    self.content = content
    self.written = written
  }
}
