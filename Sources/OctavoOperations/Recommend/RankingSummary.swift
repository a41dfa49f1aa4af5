import OctavoEngine
import OctavoResults
import OctavoRunner

/// By what items are ranked.
enum RankingMethod: String, CaseIterable {
  case model, markov, popularity

  /// Of the names of its values.
  var prefix: String { self == .model ? "" : rawValue + "-" }

  var description: String {
    switch self {
    case .model: "the model"
    case .markov: "the Markov chain"
    case .popularity: "popularity"
    }
  }
}

/// How each method ranks the items for one place.
struct ItemRanking {
  let place: NextItem
  /// Of the item that was chosen, from 1.
  let ranks: [RankingMethod: Int]
  /// What the model puts first.
  let recommended: [Int]

  /// - Parameter scores: of the place's candidates, by every method.
  init(_ place: NextItem, scores: [RankingMethod: [Double]]) {
    self.place = place
    ranks = scores.mapValues {
      RankingMetrics.rank(of: place.chosen, among: place.candidates, scores: $0)
    }
    recommended = zip(place.candidates, scores[.model] ?? [])
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      .prefix(3).map(\.0)
  }
}

/// What rankings come to, by method and by length of history.
struct RankingSummary {
  let rankings: [ItemRanking]
  let k: Int

  init(_ rankings: [ItemRanking], k: Int) {
    self.rankings = rankings
    self.k = k
  }

  static let historyColumns =
    ["items", "questions"]
    + RankingMethod.allCases.flatMap { method in
      ["", "-lower", "-upper"].map { method.rawValue + $0 }
    }

  private typealias Metric = (_ rank: Int, _ k: Int) -> Double

  func result(items: [String]) -> StepResult {
    var result = StepResult()
    let methods = RankingMethod.allCases
    let hits = methods.map { userMeans(RankingMetrics.hit, $0) }
    let gains = methods.map { userMeans(RankingMetrics.gain, $0) }
    for (method, (hits, gains)) in zip(methods, zip(hits, gains)) {
      result.values[method.prefix + "hit-rate"] = .number(hits.mean)
      result.values[method.prefix + "ndcg"] = .number(gains.mean)
    }
    result.tables["methods"] = Table([
      .init("method", texts: methods.map(\.description)),
      .init("hit-rate", numbers: hits.map(\.mean)),
      .init("hit-rate-lower", numbers: hits.map(\.meanInterval.lower)),
      .init("hit-rate-upper", numbers: hits.map(\.meanInterval.upper)),
      .init("ndcg", numbers: gains.map(\.mean)),
      .init("ndcg-lower", numbers: gains.map(\.meanInterval.lower)),
      .init("ndcg-upper", numbers: gains.map(\.meanInterval.upper)),
    ])
    result.tables["hit-rate-by-history"] = byHistory(RankingMetrics.hit) { hits in
      let share = Share(hits.reduce(0, +), of: hits.count)
      return (share.value, share.interval.lowerBound, share.interval.upperBound)
    }
    result.tables["ndcg-by-history"] = byHistory(RankingMetrics.gain) { gains in
      (gains.mean, gains.meanInterval.lower, gains.meanInterval.upper)
    }
    let differences = zip(
      userMeans(RankingMetrics.gain, .model), userMeans(RankingMetrics.gain, .markov)
    ).map { $0 - $1 }
    result.values["gain-over-markov"] = .number(differences.mean)
    result.values["gain-over-markov-lower"] = .number(differences.meanInterval.lower)
    result.values["gain-over-markov-upper"] = .number(differences.meanInterval.upper)
    result.values["questions"] = .integer(rankings.count)
    result.values["items"] = .integer(items.count)
    result.figures["passages"] = passages(items)
    result.shown = ["methods", "passages", "questions"]
    return result
  }

  /// Places of one user hang together, so that users are what is counted.
  private func userMeans(_ metric: Metric, _ method: RankingMethod) -> [Double] {
    let byUser = Dictionary(grouping: rankings, by: \.place.user)
    return byUser.keys.sorted().map { user in
      (byUser[user] ?? []).map { metric($0.ranks[method] ?? .max, k) }.mean
    }
  }

  private func byHistory(
    _ metric: Metric, estimate: ([Double]) -> (Double, Double, Double)
  ) -> Table {
    let groups = Dictionary(grouping: rankings, by: \.place.history.count)
    let lengths = groups.keys.sorted()
    let columns = RankingMethod.allCases.flatMap { method in
      let estimates = lengths.map { length in
        estimate((groups[length] ?? []).map { metric($0.ranks[method] ?? .max, k) })
      }
      return [
        Table.Column(method.rawValue, numbers: estimates.map(\.0)),
        Table.Column(method.rawValue + "-lower", numbers: estimates.map(\.1)),
        Table.Column(method.rawValue + "-upper", numbers: estimates.map(\.2)),
      ]
    }
    return Table(
      [
        .init("items", integers: lengths),
        .init("questions", integers: lengths.map { groups[$0]?.count ?? 0 }),
      ] + columns)
  }

  /// The first place for each length of history.
  private func passages(_ items: [String]) -> Figure {
    let firsts = Dictionary(rankings.map { ($0.place.history.count, $0) }) { first, _ in first }
    return Figure(
      .passages(
        firsts.sorted { $0.key < $1.key }.map { _, ranking in
          let titles = { (places: [Int]) in places.map { items[$0] }.joined(separator: ", ") }
          return Passage(
            label: "chosen next: \(items[ranking.place.chosen]), which the model has at rank "
              + "\(ranking.ranks[.model] ?? 0)",
            prompt: titles(ranking.place.history) + " → ", text: titles(ranking.recommended))
        }))
  }
}
