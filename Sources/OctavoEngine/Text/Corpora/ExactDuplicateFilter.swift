/// Drops every document that repeats an earlier one but for case, digits, punctuation and spacing.
public struct ExactDuplicateFilter: TextFilter, Hashable {
  public init() {}

  public var name: String { "exact duplicates" }

  public func kept(of documents: [String]) -> [Int] {
    var seen: Set<[Substring]> = []
    return documents.indices.filter { seen.insert(documents[$0].normalizedWords).inserted }
  }
}
