import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

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
  /// Those by which all places were ranked.
  private let methods: [RankingMethod]

  init(_ rankings: [ItemRanking], k: Int) {
    self.rankings = rankings
    self.k = k
    methods = RankingMethod.allCases.filter { rankings.first?.ranks[$0] != nil }
  }

  static let historyColumns =
    ["items", "questions"]
    + RankingMethod.standard.flatMap { method in
      Estimate.names(of: method.rawValue)
    }

  private typealias Metric = (_ rank: Int, _ k: Int) -> Double

  func outputs(items: [String]) -> RecommendEvaluate.Outputs {
    var outputs = RecommendEvaluate.Outputs()
    let hits = methods.map { Estimate(meanOf: userMeans(RankingMetrics.hit, $0)) }
    let gains = methods.map { Estimate(meanOf: userMeans(RankingMetrics.gain, $0)) }
    for (method, (hits, gains)) in zip(methods, zip(hits, gains)) {
      switch method {
      case .model: (outputs.hitRate, outputs.ndcg) = (hits.value, gains.value)
      case .sasrec: (outputs.sasrecHitRate, outputs.sasrecNdcg) = (hits.value, gains.value)
      case .neighbors:
        (outputs.neighborsHitRate, outputs.neighborsNdcg) = (hits.value, gains.value)
      case .markov: (outputs.markovHitRate, outputs.markovNdcg) = (hits.value, gains.value)
      case .popularity:
        (outputs.popularityHitRate, outputs.popularityNdcg) = (hits.value, gains.value)
      case .bayes: (outputs.bayesHitRate, outputs.bayesNdcg) = (hits.value, gains.value)
      }
    }
    outputs.methods = Table(
      [.init("method", texts: methods.map(\.description))] + hits.columns("hit-rate")
        + gains.columns("ndcg"))
    outputs.hitRateByHistory = byHistory(RankingMetrics.hit) {
      Estimate(share: $0.reduce(0, +), of: $0.count)
    }
    outputs.ndcgByHistory = byHistory(RankingMetrics.gain) { Estimate(meanOf: $0) }
    outputs.gainOverMarkov = difference(.model, .markov)
    if methods.contains(.bayes) { outputs.gapToBayes = difference(.bayes, .model) }
    outputs.questions = rankings.count
    outputs.items = items.count
    outputs.passages = passages(items)
    return outputs
  }

  /// In NDCG, paired by user.
  private func difference(_ one: RankingMethod, _ other: RankingMethod) -> Estimate {
    Estimate(
      meanOf: zip(userMeans(RankingMetrics.gain, one), userMeans(RankingMetrics.gain, other))
        .map { $0 - $1 })
  }

  /// Places of one user hang together, so that users are what is counted.
  private func userMeans(_ metric: Metric, _ method: RankingMethod) -> [Double] {
    let byUser = Dictionary(grouping: rankings, by: \.place.user)
    return byUser.keys.sorted().map { user in
      (byUser[user] ?? []).map { metric($0.ranks[method] ?? .max, k) }.mean
    }
  }

  private func byHistory(
    _ metric: Metric, estimate: ([Double]) -> Estimate
  ) -> Table {
    let groups = Dictionary(grouping: rankings, by: \.place.history.count)
    let lengths = groups.keys.sorted()
    let columns = RankingMethod.standard.flatMap { method in
      let estimates = lengths.map { length in
        estimate((groups[length] ?? []).map { metric($0.ranks[method] ?? .max, k) })
      }
      return estimates.columns(method.rawValue)
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
