/// A store of passages that can be searched, and how much of it a reader may see.
public struct Browser: Sendable {
  public let passages: [String]
  /// How many passages a search shows at most.
  public let results: Int
  /// The number of actions after which an episode is over.
  public let actions: Int
  private let index: BM25

  /// - Parameter passages: each a line.
  public init(passages: [String], results: Int = 3, actions: Int = 10) {
    self.passages = passages
    self.results = results
    self.actions = actions
    index = BM25(passages)
  }

  /// The passages that match a query best, by BM25.
  public func search(_ query: String) -> [String] {
    index.best(results, for: query).map { passages[$0.document] }
  }

  /// All characters that the browser may show, in their order, each once.
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
