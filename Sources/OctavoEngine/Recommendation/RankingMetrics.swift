import OctavoBase

/// How well a ranking places the one item that was chosen.
public enum RankingMetrics {
  /// The item's place among candidates in descending order of score, from 1; of equal scores the
  /// earlier candidate comes first. An item without a score (NaN) comes last.
  ///
  /// - Precondition: the item is a candidate.
  public static func rank(of item: Int, among candidates: [Int], scores: [Double]) -> Int {
    guard let place = candidates.firstIndex(of: item) else {
      preconditionFailure("what was chosen is no candidate")
    }
    if scores[place].isNaN { return candidates.count }
    let ahead = candidates.indices.count { other in
      scores[other] > scores[place] || (scores[other] == scores[place] && other < place)
    }
    return ahead + 1
  }

  /// 1 if the item is among the first k, else 0.
  public static func hit(rank: Int, k: Int) -> Double { rank <= k ? 1 : 0 }

  /// The normalized discounted cumulative gain of the first k places (Järvelin and Kekäläinen 2002),
  /// where a single item is relevant: 1 / log₂(rank + 1) if it is among them, else 0.
  public static func gain(rank: Int, k: Int) -> Double {
    rank <= k ? 1 / Double.log2(Double(rank) + 1) : 0
  }
}
