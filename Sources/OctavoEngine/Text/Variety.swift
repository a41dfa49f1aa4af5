/// How varied texts are, among each other as well as each in itself.
public struct Variety: Hashable, Sendable {
  /// Of all n-grams of words in all texts, the share of different ones (distinct-n, Li et al. 2016);
  /// nil where there is none.
  public let distinctGrams: Double?
  /// Of the texts, the share of different ones.
  public let distinctTexts: Double
  /// How many words a text has on average.
  public let words: Double

  /// - Parameter grams: counts at most this many n-grams, from the first, since the share falls the
  ///   more there are.
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
