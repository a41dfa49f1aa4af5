/// Drops documents with too few or too many words, white space dividing words.
///
/// The Colossal Clean Crawled Corpus drops short pages and lines so (Raffel et al. 2020, section 2.2).
public struct LengthFilter: TextFilter, Hashable {
  public let words: ClosedRange<Int>

  public init(words: ClosedRange<Int>) {
    self.words = words
  }

  public var name: String { "length" }

  public func kept(of documents: [String]) -> [Int] {
    documents.indices.filter {
      words.contains(documents[$0].split(whereSeparator: \.isWhitespace).count)
    }
  }
}
