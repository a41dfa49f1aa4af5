import OctavoBase

/// Recommendation by the nearest neighbors of a history (session-kNN, Jannach and Ludewig 2017): the
/// score of an item is the sum of the similarities of those neighbors that contain it.
///
/// The similarity of two histories is the cosine of the sets of their items.
public struct HistoryNeighbors: Sendable {
  private let histories: [Set<Int>]
  /// The histories in which each item occurs, in order.
  private let occurrences: [[Int]]
  private let count: Int

  /// - Parameters:
  ///   - histories: those among which neighbors are found.
  ///   - items: the number of items.
  ///   - count: how many neighbors are used.
  public init(_ histories: [[Int]], items: Int, count: Int) {
    self.histories = histories.map(Set.init)
    self.count = count
    var occurrences = [[Int]](repeating: [], count: items)
    for (index, history) in histories.enumerated() {
      for item in Set(history) { occurrences[item].append(index) }
    }
    self.occurrences = occurrences
  }

  /// The score of every item after a history; of equally similar neighbors, the earlier ones are used.
  public func scores(after history: [Int]) -> [Double] {
    let items = Set(history)
    var shared = [Int](repeating: 0, count: histories.count)
    for item in items {
      for other in occurrences[item] { shared[other] += 1 }
    }
    let similarities = histories.indices.lazy.filter { shared[$0] > 0 }.map { other in
      (
        history: other,
        similarity: Double(shared[other])
          / Double(items.count * histories[other].count).squareRoot()
      )
    }
    let nearest = similarities.sorted {
      ($1.similarity, $0.history) < ($0.similarity, $1.history)
    }.prefix(count)
    var scores = [Double](repeating: 0, count: occurrences.count)
    for neighbor in nearest {
      for item in histories[neighbor.history] { scores[item] += neighbor.similarity }
    }
    return scores
  }
}
