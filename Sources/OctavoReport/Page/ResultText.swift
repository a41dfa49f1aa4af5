import OctavoBase

/// How much of a text that was computed stands in a page: results have no limit, pages have.
package enum ResultText {
  /// Characters of a value or a warning.
  package static let value = 2_000
  /// Characters of an error, a passage, or a listing.
  package static let passage = 20_000
  /// Characters of all texts of one table or figure together.
  package static let item = 400_000
  /// Characters of a name in a plot.
  package static let name = 200

  /// How many characters each of so many texts of one item may have.
  package static func share(of count: Int, atMost limit: Int) -> Int {
    min(limit, max(40, item / max(count, 1)))
  }
}

extension String {
  /// The text up to a limit, with how much is left out and where the whole is.
  package func excerpt(_ limit: Int) -> String {
    guard let (head, rest) = cut(limit) else { return self }
    return "\(head)… (\(phrases.moreCharacters(rest)))"
  }

  /// A name up to a limit.
  package func shortened(_ limit: Int = ResultText.name) -> String {
    cut(limit).map { "\($0.head)…" } ?? self
  }

  /// Counts Unicode scalars: what looks like one character may be made of any number of them.
  private func cut(_ limit: Int) -> (head: Substring, rest: Int)? {
    guard utf8.count > limit,
      let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex),
      end < endIndex
    else { return nil }
    return (self[..<end], unicodeScalars.distance(from: end, to: endIndex))
  }
}
