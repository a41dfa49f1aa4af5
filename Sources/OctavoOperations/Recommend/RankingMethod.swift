import OctavoEngine
import OctavoRunner

/// By what items are ranked.
enum RankingMethod: String, CaseIterable {
  case model, sasrec, neighbors, markov, popularity, bayes

  /// Those that need nothing but the histories and the model.
  static let standard: [RankingMethod] = [.model, .neighbors, .markov, .popularity]

  var description: String {
    switch self {
    case .model: "the model"
    case .sasrec: "SASRec"
    case .neighbors: "nearest neighbors"
    case .markov: "the Markov chain"
    case .popularity: "popularity"
    case .bayes: "the Bayes ranker"
    }
  }
}

/// The recommenders beside the language model: they score items by the numbers of a history.
struct ItemRankers {
  private let histories: ItemHistories
  private let counts: ItemCounts
  private let popularity: [Double]
  private let neighbors: HistoryNeighbors
  private let sasrec: KnownItems?
  private let bayes: KnownFilms?

  /// - Throws: `OperationError` where the histories have items that are no films of `viewings`.
  init(
    _ histories: ItemHistories, neighbors: Int, sasrec: ItemRecommender?, viewings: Viewings?
  ) throws {
    self.histories = histories
    counts = ItemCounts(histories.training, items: histories.items.count)
    popularity = counts.popularity
    self.neighbors = HistoryNeighbors(
      histories.training, items: histories.items.count, count: neighbors)
    self.sasrec = sasrec.map { KnownItems($0, histories.items) }
    bayes = try viewings.map { try KnownFilms($0, histories.items) }
  }

  /// The scores of a place's candidates by every method but the language model.
  func scores(for place: NextItem) -> [RankingMethod: [Double]] {
    var scores: [RankingMethod: [Double]] = [
      .neighbors: neighbors.scores(after: place.history),
      .markov: counts.transitions(after: place.last),
      .popularity: popularity,
    ]
    if let sasrec { scores[.sasrec] = sasrec.scores(after: place.history) ?? popularity }
    if let bayes { scores[.bayes] = bayes.probabilities(after: place.history) }
    return scores.mapValues { scores in place.candidates.map { scores[$0] } }
  }
}

/// A transformer over items that other histories may count in another order.
private struct KnownItems {
  private let model: SequentialRecommender
  /// The model's number of each item; nil where it does not know it.
  private let numbers: [Int?]

  init(_ recommender: ItemRecommender, _ items: [String]) {
    let numbers = Dictionary(
      zip(recommender.items, 0...), uniquingKeysWith: { first, _ in first })
    model = recommender.model
    self.numbers = items.map { numbers[$0] }
  }

  /// Nil where it knows no item of the history. What it does not know comes after everything else.
  func scores(after history: [Int]) -> [Double]? {
    let known = history.compactMap { numbers[$0] }
    if known.isEmpty { return nil }
    let scores = model.scores(after: [known])[0]
    return numbers.map { $0.map { scores[$0] } ?? -.infinity }
  }
}

/// The Bayes ranker of films that other histories may count in another order.
private struct KnownFilms {
  private let posterior: TastePosterior
  /// The film of each item.
  private let films: [Int]

  init(_ viewings: Viewings, _ items: [String]) throws {
    let films = Dictionary(zip(viewings.names, 0...), uniquingKeysWith: { first, _ in first })
    posterior = TastePosterior(of: viewings.world)
    self.films = try items.map { item in
      guard let film = films[item] else {
        throw OperationError(
          "`\(item)` is no film of these viewings",
          remedy: "give the `viewings` of the step that composed the histories")
      }
      return film
    }
  }

  func probabilities(after history: [Int]) -> [Double] {
    let probabilities = posterior.nextProbabilities(after: history.map { films[$0] })
    return films.map { probabilities[$0] }
  }
}
