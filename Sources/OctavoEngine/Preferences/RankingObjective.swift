/// What a prompt's ranking contributes to the loss of a reward model.
public enum RankingObjective: String, Codable, Hashable, Sendable, CaseIterable {
  /// The mean over all pairs of −log σ(better − worse − margin); with two responses the usual
  /// pairwise loss.
  case pairs
  /// −log P(ranking) in Plackett and Luce's model; without ties.
  case ranking
  /// −log softmax(scores)[best]
  case best
}

extension RankingObjective {
  /// - Parameters:
  ///   - scores: of all responses, preference after preference.
  ///   - rating: gives each pair a margin by the difference of its gold scores. Without it, or
  ///     where there are no gold scores, the preferences' own margins hold.
  package func loss(
    _ scores: [Double], _ preferences: [RankedResponses], rating: RatingMargin? = nil
  ) -> Loss {
    let ranks = preferences.map(\.ranks)
    if self == .pairs {
      return PreferenceLoss.kWise(scores: scores, ranks: ranks) { index, pair in
        guard let rating, let gold = preferences[index].goldScores else {
          return preferences[index].margin
        }
        return rating(gold[pair.better] - gold[pair.worse])
      }
    }
    // Both other losses read scores from best to worst, so they are sorted and their gradient put
    // back.
    var starts = [0]
    for ranks in ranks { starts.append(starts.last! + ranks.count) }
    let orders = zip(ranks, starts).map { ranks, start in
      ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { start + $0 }
    }
    let sorted = orders.map { order in order.map { scores[$0] } }
    let loss =
      self == .ranking
      ? PreferenceLoss.plackettLuce(scores: sorted)
      : PreferenceLoss.pickBest(scores: sorted, best: sorted.map { _ in 0 })
    var gradient = [Double](repeating: 0, count: scores.count)
    for (position, index) in orders.joined().enumerated() {
      gradient[index] = loss.gradient[position]
    }
    return Loss(value: loss.value, gradient: gradient)
  }
}
