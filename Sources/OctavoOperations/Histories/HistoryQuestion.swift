import OctavoEngine

/// A question about a history, with its answer.
struct HistoryQuestion {
  /// An answer.
  enum Answer: Hashable {
    case film(Int)
    case stars(Int)
    case mood(Int)
    case reason(mood: Bool, subject: Bool)

    /// - Parameter names: of the films.
    func text(_ names: [String]) -> String {
      switch self {
      case .film(let film): names[film]
      case .stars(let stars): String(stars)
      case .mood(let mood): FilmTastes.moods[mood]
      case .reason(true, true): "both"
      case .reason(true, false): "the mood"
      case .reason(false, true): "the subject"
      case .reason(false, false): "neither"
      }
    }

    /// The answer that a person's taste and history determine; nil if the question asks for the next
    /// film, which they do not determine.
    init?(
      _ subject: HistoryForm.Subject, of film: Int, after history: [Int],
      by person: FilmTastes.Person
    ) {
      let (mood, theme) = (person.likesMood(of: film), person.likesSubject(of: film))
      switch subject {
      case .next: return nil
      case .rating: self = .stars(1 + (mood ? 2 : 0) + (theme ? 2 : 0))
      case .explanation: self = .reason(mood: mood, subject: theme)
      case .mood:
        let watched = history.map { $0 / FilmTastes.subjects.count }
        let counts = person.moods.map { mood in watched.count { $0 == mood } }
        self = .mood(person.moods[counts[1] > counts[0] ? 1 : 0])
      }
    }
  }

  let form: HistoryForm
  let history: [Int]
  /// The film that the question is about.
  let film: Int
  let answer: Answer

  /// Nil if the person has watched a single film.
  init?(_ form: HistoryForm, _ viewer: FilmTastes.Viewer, using stream: inout RandomStream) {
    guard viewer.films.count > 1 else { return nil }
    let count = 1 + stream.integer(below: viewer.films.count - 1)
    let history = Array(viewer.films[..<count])
    // One is left at least, the film that was watched next.
    let others = FilmTastes.titles.indices.filter { !history.contains($0) }
    let other = others[stream.integer(below: others.count)]
    self.form = form
    self.history = history
    film = form.asks == .rating ? other : viewer.films[count]
    answer =
      Answer(form.asks, of: film, after: history, by: viewer.person) ?? .film(film)
  }

  /// The posterior probability of the most probable answer, given the history and, if it is in the
  /// question, the film.
  func ceiling(_ posterior: TastePosterior) -> Double {
    switch form.asks {
    case .next: return posterior.nextProbabilities(after: history).max() ?? 0
    case .rating, .explanation, .mood: break
    }
    // A film that was watched next says something of the person, too.
    let known = form.asks == .explanation ? history + [film] : history
    return answers.map { answer in
      posterior.probability(after: known) {
        Answer(form.asks, of: film, after: history, by: $0) == answer
      }
    }.max() ?? 0
  }

  /// What can be answered, but for films.
  private var answers: [Answer] {
    switch form.asks {
    case .next: []
    case .rating: [.stars(1), .stars(3), .stars(5)]
    case .explanation:
      [true, false].flatMap { mood in [true, false].map { .reason(mood: mood, subject: $0) } }
    case .mood: FilmTastes.moods.indices.map { .mood($0) }
    }
  }
}
