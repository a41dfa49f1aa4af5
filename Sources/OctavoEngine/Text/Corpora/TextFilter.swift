/// A rule that keeps some documents of a collection and drops the others.
public protocol TextFilter: Sendable {
  /// What the rule is called where its counts are shown.
  var name: String { get }

  /// The indices of the documents to keep, ascending.
  func kept(of documents: [String]) throws -> [Int]
}

/// What is left of a collection after cleaning, and what each filter dropped.
public struct CleanedTexts: Hashable, Sendable {
  public struct Count: Hashable, Codable, Sendable {
    public let filter: String
    /// How many documents the filter was given, and how many of them it dropped.
    public let examined: Int
    public let dropped: Int
  }

  public let documents: [String]
  /// In the order in which the filters were applied.
  public let counts: [Count]

  /// Applies filters one after another, each to what the one before it kept.
  public init(of documents: [String], by filters: [any TextFilter]) throws {
    var documents = documents
    var counts: [Count] = []
    for filter in filters {
      let kept = try filter.kept(of: documents)
      counts.append(
        Count(
          filter: filter.name, examined: documents.count, dropped: documents.count - kept.count))
      documents = kept.map { documents[$0] }
    }
    self.documents = documents
    self.counts = counts
  }
}
