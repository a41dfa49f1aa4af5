import OctavoBase

/// Ranks documents by how well they match the words of a query (Robertson and Zaragoza 2009,
/// section 3.4).
///
/// A word that a document holds f times adds idf · f (k₁ + 1) / (f + k₁ (1 − b + b · l / l̄)), where l is
/// the document's length in words and l̄ the mean. The idf is ln(1 + (N − n + ½) / (n + ½)) with n of N
/// documents that hold the word, which is never negative. Words are compared in lower case, without
/// punctuation, with their digits; Chinese, Japanese, Korean, Thai and other text without spaces is
/// indexed by pairs of characters.
public struct BM25: Sendable {
  public struct Hit: Hashable, Sendable {
    public let document: Int
    public let score: Double
  }

  private struct Posting {
    let document: Int
    /// What the word adds to the document's score, before its idf.
    let weight: Double
  }

  public let documents: Int
  private let postings: [Substring: [Posting]]

  /// - Parameters:
  ///   - saturation: k₁, from 0; the larger, the more a word counts that stands there again.
  ///   - lengthNormalization: b, in 0 ... 1; with 1, long documents gain nothing from their length.
  public init(
    _ documents: [String], saturation: Double = 1.2, lengthNormalization: Double = 0.75
  ) {
    let words = documents.map(\.indexWords)
    let meanLength = Double(words.reduce(0) { $0 + $1.length }) / Double(max(1, words.count))
    var postings: [Substring: [Posting]] = [:]
    for (document, (words, count)) in words.enumerated() {
      let length = Double(count) / max(meanLength, .leastNormalMagnitude)
      let norm = saturation * (1 - lengthNormalization + lengthNormalization * length)
      for (word, count) in Dictionary(words.map { ($0, 1.0) }, uniquingKeysWith: +) {
        postings[word, default: []].append(
          Posting(document: document, weight: count * (saturation + 1) / (count + norm)))
      }
    }
    self.documents = documents.count
    self.postings = postings
  }

  /// The documents that share a word with the query, the best first, at most `count`; of equally good
  /// ones the earlier comes first.
  ///
  /// - Parameter isEligible: whether a document may be among them.
  public func best(
    _ count: Int, for query: String, where isEligible: (Int) -> Bool = { _ in true }
  ) -> [Hit] {
    // What a word adds is never 0, so what has no score shares no word.
    var scores = Array(repeating: 0.0, count: documents)
    for word in query.searchWords {
      guard let found = postings[word] else { continue }
      let holding = Double(found.count)
      let idf = Double.log(1 + (Double(documents) - holding + 0.5) / (holding + 0.5))
      for posting in found { scores[posting.document] += idf * posting.weight }
    }
    let hits = scores.indices.filter { scores[$0] > 0 && isEligible($0) }
      .map { Hit(document: $0, score: scores[$0]) }
    return Array(
      hits.sorted { ($1.score, $0.document) < ($0.score, $1.document) }.prefix(count))
  }
}
