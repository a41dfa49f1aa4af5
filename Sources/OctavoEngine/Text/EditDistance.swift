extension String {
  /// How many characters must be put in, taken out or exchanged to make the other text (Levenshtein
  /// 1966).
  public func editDistance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let exchanged = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(exchanged, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }

  /// 1 for equal texts, 0 where nothing can be kept: one less the edit distance as a share of the
  /// longer text.
  public func editSimilarity(to other: String) -> Double {
    let longest = Swift.max(count, other.count)
    return longest == 0 ? 1 : 1 - Double(editDistance(to: other)) / Double(longest)
  }
}
