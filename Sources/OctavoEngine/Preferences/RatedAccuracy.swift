/// How often scores order pairs of responses as the judge does, for one grade of how much better
/// the better one is.
public struct RatedAccuracy: Codable, Hashable, Sendable {
  public let grade: Int
  public let comparisons: Int
  public let accuracy: Double

  /// Grades in which no pair falls are left out, and so are pairs that the judge ties.
  ///
  /// - Parameter scores: of all responses, preference after preference.
  public static func all(
    scores: [Double], of preferences: [RankedResponses], _ rating: RatingMargin
  ) -> [RatedAccuracy] {
    var right: [Int: Int] = [:]
    var total: [Int: Int] = [:]
    var start = 0
    for preference in preferences {
      let own = Array(scores[start..<start + preference.ranks.count])
      start += own.count
      guard let gold = preference.goldScores else { continue }
      for better in gold.indices {
        for worse in gold.indices where gold[better] > gold[worse] {
          let grade = rating.grade(of: gold[better] - gold[worse])
          total[grade, default: 0] += 1
          if own[better] > own[worse] { right[grade, default: 0] += 1 }
        }
      }
    }
    return (0..<rating.grades).compactMap { grade in
      total[grade].map { count in
        RatedAccuracy(
          grade: grade, comparisons: count,
          accuracy: Double(right[grade] ?? 0) / Double(count))
      }
    }
  }
}
