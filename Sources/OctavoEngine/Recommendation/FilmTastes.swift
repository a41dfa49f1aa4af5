import OctavoBase

/// A world of films and of people who watch them, in which both a person's taste and the film seen
/// last say something of what comes next.
///
/// A film has a mood and a subject, such as `silent harbor`; how much it is watched is log-normal. A
/// person likes two moods and two subjects. The next film is, with the probability ``succession``,
/// the last one's sequel: the same subject in the next mood. Else it is drawn among those not seen
/// yet by how much it is watched, times ``liking`` for a mood and again for a subject that the person
/// likes.
public struct FilmTastes: Codable, Hashable, Sendable {
  public static let moods = [
    "silent", "golden", "broken", "hidden", "frozen", "crimson", "gentle", "savage",
  ]
  public static let subjects = [
    "harbor", "garden", "mountain", "stranger", "winter", "river", "letter", "circus", "island",
    "kingdom",
  ]
  /// By what a liked mood or subject multiplies the chance of a film.
  public static let liking = 8.0

  /// The titles; a film is its place here.
  public static let titles = moods.flatMap { mood in subjects.map { "\(mood) \($0)" } }

  /// Likes, as places in ``moods`` and ``subjects``.
  public struct Person: Codable, Hashable, Sendable {
    public let moods: [Int]
    public let subjects: [Int]

    public func likesMood(of film: Int) -> Bool {
      moods.contains(film / FilmTastes.subjects.count)
    }

    public func likesSubject(of film: Int) -> Bool {
      subjects.contains(film % FilmTastes.subjects.count)
    }
  }

  /// A person, and the films that this person has watched, in order.
  public struct Viewer: Codable, Hashable, Sendable {
    public let person: Person
    public let films: [Int]
  }

  public let succession: Double
  /// How much each film is watched.
  public let popularity: [Double]

  /// - Parameter succession: in 0 ... 1.
  public init(succession: Double, from stream: RandomStream) {
    precondition((0...1).contains(succession), "a probability is between 0 and 1")
    self.succession = succession
    var random = stream.derived(for: "popularity")
    popularity = Self.titles.map { _ in Double.exp(0.7 * random.normal()) }
  }

  /// The same subject in the next mood; the first mood comes after the last.
  public static func sequel(of film: Int) -> Int { (film + subjects.count) % titles.count }

  /// People and what they have watched, each between so many films, none twice. A person depends on
  /// the place and the stream's seed alone.
  ///
  /// - Parameters:
  ///   - unreleased: films that the person at a place cannot watch.
  /// - Precondition: nobody has watched more films than there are to watch, and everybody one at
  ///   least.
  public func viewers(
    people: Int, lengths: ClosedRange<Int>, without unreleased: (_ place: Int) -> Set<Int>,
    from stream: RandomStream, progress: (_ done: Int) throws -> Void
  ) rethrows -> [Viewer] {
    precondition(lengths.lowerBound > 0)
    return try (0..<people).map { index in
      try progress(index)
      var stream = stream.derived(for: "person", index: index)
      let person = Person(
        moods: Self.two(of: Self.moods.count, &stream),
        subjects: Self.two(of: Self.subjects.count, &stream))
      let length = lengths.lowerBound + stream.integer(below: lengths.count)
      let unreleased = unreleased(index)
      precondition(lengths.upperBound <= Self.titles.count - unreleased.count)
      return Viewer(
        person: person,
        films: history(of: person, length: length, without: unreleased, using: &stream))
    }
  }

  private func history(
    of person: Person, length: Int, without unreleased: Set<Int>, using stream: inout RandomStream
  ) -> [Int] {
    var films: [Int] = []
    var unavailable = unreleased
    while films.count < length {
      let place = stream.uniform()
      let follows = stream.uniform() < succession
      let film: Int
      if follows, let sequel = films.last.map(Self.sequel), !unavailable.contains(sequel) {
        film = sequel
      } else {
        film = Self.film(
          at: place,
          Self.titles.indices.map {
            unavailable.contains($0) ? 0 : weight(of: $0, for: person)
          })
      }
      films.append(film)
      unavailable.insert(film)
    }
    return films
  }

  /// How much a person is drawn to a film.
  func weight(of film: Int, for person: Person) -> Double {
    popularity[film] * (person.likesMood(of: film) ? Self.liking : 1)
      * (person.likesSubject(of: film) ? Self.liking : 1)
  }

  private static func film(at place: Double, _ weights: [Double]) -> Int {
    Int(TokenDistribution(probabilities: weights.map(Float.init)).token(at: place))
  }

  private static func two(of count: Int, _ stream: inout RandomStream) -> [Int] {
    let first = stream.integer(below: count)
    let second = (first + 1 + stream.integer(below: count - 1)) % count
    return [first, second]
  }
}
