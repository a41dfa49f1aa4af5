import OctavoEngine

/// A question about a history, with its answer.
struct HistoryQuestion {
  /// What can be answered.
  enum Answer: Hashable {
    case film(Int)
    case stars(Int)
    case reason(mood: Bool, subject: Bool)

    /// - Parameter names: of the films.
    func text(_ names: [String]) -> String {
      switch self {
      case .film(let film): names[film]
      case .stars(let stars): String(stars)
      case .reason(true, true): "both"
      case .reason(true, false): "the mood"
      case .reason(false, true): "the subject"
      case .reason(false, false): "neither"
      }
    }

    /// What one person's taste has to say of a film, in the form of a question; nil where the next film
    /// is asked for, which the taste does not determine.
    init?(_ subject: HistoryForm.Subject, of film: Int, by person: FilmTastes.Person) {
      let (mood, theme) = (person.likesMood(of: film), person.likesSubject(of: film))
      switch subject {
      case .next: return nil
      case .rating: self = .stars(1 + (mood ? 2 : 0) + (theme ? 2 : 0))
      case .explanation: self = .reason(mood: mood, subject: theme)
      }
    }
  }

  let form: HistoryForm
  let history: [Int]
  /// The film that the question is about.
  let film: Int
  let answer: Answer

  /// Nil where the person has watched a single film, or all of them.
  init?(_ form: HistoryForm, _ viewer: FilmTastes.Viewer, using stream: inout RandomStream) {
    let others = FilmTastes.titles.indices.filter { !viewer.films.contains($0) }
    guard viewer.films.count > 1, !others.isEmpty else { return nil }
    let count = 1 + stream.integer(below: viewer.films.count - 1)
    let other = others[stream.integer(below: others.count)]
    self.form = form
    history = Array(viewer.films[..<count])
    film = form.asks == .rating ? other : viewer.films[count]
    answer = Answer(form.asks, of: film, by: viewer.person) ?? .film(film)
  }

  /// The probability of the most probable answer to somebody who knows only the history, and the film
  /// where it is in the question.
  func ceiling(_ posterior: TastePosterior) -> Double {
    switch form.asks {
    case .next: return posterior.nextProbabilities(after: history).max() ?? 0
    case .rating, .explanation: break
    }
    // A film that was watched next says something of the person, too.
    let known = form.asks == .explanation ? history + [film] : history
    let answers: [Answer] =
      form.asks == .rating
      ? [.stars(1), .stars(3), .stars(5)]
      : [true, false].flatMap { mood in
        [true, false].map { .reason(mood: mood, subject: $0) }
      }
    return answers.map { answer in
      posterior.probability(after: known) { Answer(form.asks, of: film, by: $0) == answer }
    }.max() ?? 0
  }
}
