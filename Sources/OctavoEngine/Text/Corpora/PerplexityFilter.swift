/// Drops documents that a language model finds unlikely, as CCNet does with a model of Wikipedia
/// (Wenzek et al. 2020, section 3.3).
public struct PerplexityFilter: TextFilter {
  /// What is kept.
  public enum Limit: Hashable, Sendable {
    case atMost(Double)
    /// The share of documents of the lowest perplexities, in 0 ... 1; CCNet's head is a third.
    case lowest(share: Double)
  }

  public let limit: Limit
  private let perplexity: @Sendable (String) throws -> Double

  /// - Parameter perplexity: of a document; one that is not a number is dropped.
  public init(limit: Limit, perplexity: @escaping @Sendable (String) throws -> Double) {
    self.limit = limit
    self.perplexity = perplexity
  }

  public var name: String { "perplexity" }

  public func kept(of documents: [String]) throws -> [Int] {
    let scored = try documents.enumerated().map { (index: $0, perplexity: try perplexity($1)) }
      .filter { !$0.perplexity.isNaN }
    switch limit {
    case .atMost(let greatest):
      return scored.filter { $0.perplexity <= greatest }.map(\.index)
    case .lowest(let share):
      let count = Int((share * Double(documents.count)).rounded())
      return scored.sorted { ($0.perplexity, $0.index) < ($1.perplexity, $1.index) }
        .prefix(count).map(\.index).sorted()
    }
  }
}
