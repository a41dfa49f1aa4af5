/// The diversity of texts, within each and between them.
public struct Variety: Hashable, Sendable {
  /// The number of distinct n-grams of words in all texts, divided by the number of all
  /// (distinct-n, Li et al. 2016); nil if there is none.
  public let distinctGrams: Double?
  /// The number of distinct texts, divided by the number of all.
  public let distinctTexts: Double
  /// The mean number of words of a text.
  public let words: Double

  /// - Parameter grams: the most n-grams to count, from the first, since the share falls as their
  ///   number grows.
  /// - Precondition: there is a text, and n is at least 1.
  public init(of texts: [String], n: Int, grams most: Int? = nil) {
    precondition(!texts.isEmpty && n >= 1)
    let words = texts.map { text in
      text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
    let all = words.flatMap { words in
      words.count < n ? [] : (0...words.count - n).map { Array(words[$0..<$0 + n]) }
    }.prefix(most ?? .max)
    distinctGrams = all.isEmpty ? nil : Double(Set(all).count) / Double(all.count)
    distinctTexts = Double(Set(texts).count) / Double(texts.count)
    self.words = Double(words.reduce(0) { $0 + $1.count }) / Double(texts.count)
  }
}
