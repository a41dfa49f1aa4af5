/// A place in the prose that cites works: `[@key, p. 4; @other]`, or `@key` in a sentence.
public struct Citation: Hashable, Sendable {
  public struct Item: Hashable, Sendable {
    public var key: String
    /// What stands before the work, such as “see”.
    public var prefix: String
    /// What stands behind it, such as “, p. 4”.
    public var suffix: String
    /// Whether the year stands alone, because the sentence names the authors.
    public var isYearAlone: Bool

    public init(
      _ key: String, prefix: String = "", suffix: String = "", isYearAlone: Bool = false
    ) {
      self.key = key
      self.prefix = prefix
      self.suffix = suffix
      self.isYearAlone = isYearAlone
    }
  }

  /// At least one.
  public var items: [Item]
  /// Whether the authors are a part of the sentence: “Ouyang et al. (2022)”.
  public var isNarrative: Bool
  /// As it was written.
  public var source: String

  public init(_ items: [Item], isNarrative: Bool, source: String) {
    self.items = items
    self.isNarrative = isNarrative
    self.source = source
  }
}

/// A key that the prose cites, where it stands.
public struct CitedKey: Hashable, Sendable {
  /// With the sign `@` in its range.
  public var key: Key
  /// Whether it stands in a sentence, where `@` may mean something else.
  public var isNarrative: Bool
}

extension Prose {
  /// The citations in it, in order.
  public var citations: [Citation] {
    texts.flatMap(\.citations) + innerBlocks.flatMap(\.citations)
  }
}

extension [Inline] {
  fileprivate var citations: [Citation] {
    flatMap { inline in
      if case .citation(let citation) = inline { [citation] } else { inline.content.citations }
    }
  }
}
