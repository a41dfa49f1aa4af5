/// Passages that can be searched, with the limits of an episode.
public struct Browser: Sendable {
  public let passages: [String]
  /// The maximum number of passages that a search shows.
  public let results: Int
  /// The maximum number of actions of an episode.
  public let actions: Int
  private let index: BM25

  /// - Parameter passages: without line feeds.
  public init(passages: [String], results: Int = 3, actions: Int = 10) {
    self.passages = passages
    self.results = results
    self.actions = actions
    index = BM25(passages)
  }

  /// The passages that match a query best by BM25, at most `results`, the best first.
  public func search(_ query: String) -> [String] {
    index.best(results, for: query).map { passages[$0.document] }
  }

  /// All characters that the browser may show, sorted, each once.
  public var alphabet: String {
    let texts =
      passages + [
        "0123456789 \n", BrowsingEpisode.noPassage, BrowsingEpisode.noAction,
        BrowsingEpisode.nothing,
      ]
    let scalars = Set(texts.lazy.flatMap(\.unicodeScalars))
    return String(String.UnicodeScalarView(scalars.sorted()))
  }

  /// What a model reads before its first action.
  public static func prompt(_ question: String) -> String { question + "\n" }
}
