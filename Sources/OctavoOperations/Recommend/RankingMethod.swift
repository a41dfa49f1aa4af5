import OctavoEngine
import OctavoRunner

/// A method of ranking items.
enum RankingMethod: String, CaseIterable {
  case model, sasrec, neighbors, markov, popularity, bayes

  /// The methods that need only the histories and the model.
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

/// The recommenders other than the language model. They read a history as item numbers.
struct ItemRankers {
  private let counts: ItemCounts
  private let popularity: [Double]
  private let neighbors: HistoryNeighbors
  private let sasrec: KnownItems?
  private let bayes: KnownFilms?

  /// - Throws: `OperationError` if the histories are not those of `viewings`.
  init(
    _ histories: ItemHistories, neighbors: Int, sasrec: ItemRecommender?, viewings: Viewings?
  ) throws {
    counts = ItemCounts(histories.training, items: histories.items.count)
    popularity = counts.popularity
    self.neighbors = HistoryNeighbors(
      histories.training, items: histories.items.count, count: neighbors)
    self.sasrec = sasrec.map { KnownItems($0, histories.items) }
    bayes = try viewings.map { try KnownFilms($0, histories) }
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

/// A transformer over items, whose item numbers may differ from those of the histories.
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

  /// Nil if it knows no item of the history. Items that it does not know rank last.
  func scores(after history: [Int]) -> [Double]? {
    let known = history.compactMap { numbers[$0] }
    if known.isEmpty { return nil }
    let scores = model.scores(after: [known])[0]
    return numbers.map { $0.map { scores[$0] } ?? -.infinity }
  }
}

/// The Bayes ranker, whose film numbers may differ from the item numbers of the histories.
private struct KnownFilms {
  private let posterior: TastePosterior
  /// The film of each item.
  private let films: [Int]

  /// - Throws: `OperationError` if the histories are not those of the viewings.
  init(_ viewings: Viewings, _ histories: ItemHistories) throws {
    let numbers = Dictionary(zip(viewings.names, 0...), uniquingKeysWith: { first, _ in first })
    let films = histories.items.compactMap { numbers[$0] }
    let watched = Set((viewings.training + viewings.validation).map(\.films))
    guard films.count == histories.items.count,
      histories.validation.allSatisfy({ history in
        let known = history.compactMap { $0 }
        return known.count < history.count || watched.contains(known.map { films[$0] })
      })
    else {
      throw OperationError(
        "the histories are not those of these viewings",
        remedy: "give the `viewings` of the step that composed the histories")
    }
    posterior = TastePosterior(of: viewings.world)
    self.films = films
  }

  func probabilities(after history: [Int]) -> [Double] {
    let probabilities = posterior.nextProbabilities(after: history.map { films[$0] })
    return films.map { probabilities[$0] }
  }
}
