/// How often items were chosen, and chosen next after one another: two recommenders that need no
/// training, and that any other has to beat.
public struct ItemCounts: Sendable {
  private let counts: [Double]
  /// Of the item in the row, the counts of those that came next.
  private let successors: [[Int: Double]]

  /// - Parameters:
  ///   - histories: what each user chose, in order.
  ///   - items: of which each choice is one, counted from 0.
  public init(_ histories: [[Int]], items: Int) {
    var counts = [Double](repeating: 0, count: items)
    var successors = [[Int: Double]](repeating: [:], count: items)
    for history in histories {
      for item in history { counts[item] += 1 }
      for (item, next) in zip(history, history.dropFirst()) {
        successors[item][next, default: 0] += 1
      }
    }
    self.counts = counts
    self.successors = successors
  }

  /// The share of all choices that fell on each item.
  public var popularity: [Double] {
    let total = max(1, counts.reduce(0, +))
    return counts.map { $0 / total }
  }

  /// The probability of each item after another, a first-order Markov chain (Rendle et al. 2010
  /// factorise it): what was chosen next so far, and popularity as if it were one choice more.
  public func transitions(after item: Int) -> [Double] {
    let total = successors[item].values.reduce(0, +) + 1
    return popularity.enumerated().map { next, share in
      (successors[item][next, default: 0] + share) / total
    }
  }
}
