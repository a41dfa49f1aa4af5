import OctavoBase

/// What can be known of a person from the films that the person has watched, by Bayes' rule over all
/// tastes of ``FilmTastes``, each as likely as another before the first film.
///
/// Ranking films by their posterior predictive probability is optimal: no recommender that knows only
/// the history has a higher expected hit rate or NDCG. So it is the ceiling for all others.
public struct TastePosterior: Sendable {
  private let world: FilmTastes
  private let people: [FilmTastes.Person]
  /// How much each of `people` is drawn to each film.
  private let weights: [[Double]]

  public init(of world: FilmTastes) {
    func pairs(_ count: Int) -> [[Int]] {
      (0..<count).flatMap { first in (first + 1..<count).map { [first, $0] } }
    }
    let subjects = pairs(FilmTastes.subjects.count)
    let people = pairs(FilmTastes.moods.count).flatMap { moods in
      subjects.map { FilmTastes.Person(moods: moods, subjects: $0) }
    }
    self.world = world
    self.people = people
    weights = people.map { person in
      FilmTastes.titles.indices.map { world.weight(of: $0, for: person) }
    }
  }

  /// The probability of every film as the next, given the films watched so far in order; 0 for these.
  ///
  /// - Precondition: no film occurs twice, and one is left.
  public func nextProbabilities(after films: [Int]) -> [Double] {
    let watching = watching(films)
    var result = [Double](repeating: 0, count: FilmTastes.titles.count)
    for (person, posterior) in watching.posterior.enumerated() {
      let scale = posterior / watching.remainingWeights[person]
      for film in result.indices { result[film] += scale * weights[person][film] }
    }
    for film in films { result[film] = 0 }
    guard let sequel = sequel(in: films) else { return result }
    for film in result.indices { result[film] *= 1 - world.succession }
    result[sequel] += world.succession
    return result
  }

  /// The probability that a person who has watched these films is one for whom the predicate is true.
  public func probability(
    after films: [Int], that predicate: (FilmTastes.Person) -> Bool
  ) -> Double {
    zip(people, watching(films).posterior).reduce(0) { $0 + (predicate($1.0) ? $1.1 : 0) }
  }

  /// The probability of each person, and the weights of the films that are left for this person.
  private func watching(_ films: [Int]) -> (posterior: [Double], remainingWeights: [Double]) {
    var remaining = weights.map { $0.reduce(0, +) }
    var likelihoods = [Double](repeating: 1, count: people.count)
    for (place, film) in films.enumerated() {
      let sequel = sequel(in: Array(films[..<place]))
      let succession = sequel == nil ? 0 : world.succession
      for person in people.indices {
        let drawn = (1 - succession) * weights[person][film] / remaining[person]
        likelihoods[person] *= drawn + (film == sequel ? succession : 0)
        remaining[person] -= weights[person][film]
      }
      // A long history would underflow.
      let total = likelihoods.reduce(0, +)
      for person in people.indices { likelihoods[person] /= total }
    }
    let total = likelihoods.reduce(0, +)
    return (likelihoods.map { $0 / total }, remaining)
  }

  /// The last film's sequel, where it can be next.
  private func sequel(in films: [Int]) -> Int? {
    guard let sequel = films.last.map(FilmTastes.sequel), !films.contains(sequel) else {
      return nil
    }
    return sequel
  }
}
