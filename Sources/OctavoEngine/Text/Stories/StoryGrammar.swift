/// Composes tiny stories in which much must agree: who acts and which pronoun stands for them, what
/// they carry and what can befall it, where they are and whom they meet there, and a mood that a
/// story keeps from its turning point to its end.
///
/// The stories are lower-case ASCII of 30 to 60 words. Opening and middle are neutral; the ending is
/// cheerful or gloomy, and says so in the words of ``CheerfulnessLexicon/stories``.
public struct StoryGrammar: Sendable {
  public init() {}

  /// Stories of which each is cheerful with the given probability. A story depends on its place
  /// and the stream's seed alone, not on how many are composed.
  ///
  /// - Parameter cheerful: the probability of a cheerful ending, in 0 ... 1.
  public func stories(
    count: Int, cheerful: Double, from stream: RandomStream,
    progress: (_ done: Int) throws -> Void
  ) rethrows -> [Story] {
    precondition((0...1).contains(cheerful), "a probability is between 0 and 1")
    return try (0..<count).map { index in
      try progress(index)
      var moods = stream.derived(for: "mood", index: index)
      let mood: Story.Mood = moods.uniform() < cheerful ? .cheerful : .gloomy
      var plot = stream.derived(for: "plot", index: index)
      return story(ending: mood, using: &plot)
    }
  }

  /// One story. With the same stream, the two moods differ only after the turning point.
  public func story(ending mood: Story.Mood, using stream: inout RandomStream) -> Story {
    let scene = Scene(using: &stream)
    let opening = stream.choose(from: StoryPhrases.openings)
    let middle = stream.choose(from: StoryPhrases.middles)
    let turn = stream.choose(from: StoryPhrases.turns)
    let mishap = stream.choose(from: scene.thing.mishaps)
    let ending = stream.choose(from: StoryPhrases.endings)
    let outcome =
      switch mood {
      case .cheerful: [mishap.rescue, ending.cheerful]
      case .gloomy: [mishap.loss, ending.gloomy]
      }
    let continuation = [middle, turn + " " + mishap.event] + outcome
    return Story(
      prompt: scene.fill(opening),
      continuation: continuation.map { " " + scene.fill($0) }.joined(),
      mood: mood)
  }
}

/// The choices that a whole story shares, by the names that phrases call them.
private struct Scene {
  let thing: StoryThing
  private let slots: [String: String]

  init(using stream: inout RandomStream) {
    let casts = [(StoryWords.girls, StoryWords.boys), (StoryWords.boys, StoryWords.girls)]
    let (heroes, friends) = stream.choose(from: casts)
    let species = stream.choose(from: StoryWords.species)
    let otherSpecies = stream.choose(from: StoryWords.species.filter { $0 != species })
    let weather = stream.choose(from: StoryWords.weathers)
    let thing = stream.choose(from: StoryWords.things)
    let place = stream.choose(from: thing.places)
    self.thing = thing
    slots = [
      "hero": stream.choose(from: heroes.names),
      "he": heroes.subject,
      "his": heroes.possessive,
      "friend": stream.choose(from: friends.names),
      "species": species,
      "other": otherSpecies,
      "weather": weather.adjective,
      "homeward": weather.homeward,
      "time": stream.choose(from: StoryWords.times),
      "thing": thing.name,
      "kind": stream.choose(from: thing.kinds),
      "purpose": thing.purpose,
      "request": thing.request,
      "to place": place.toward,
      "landmark": place.landmark,
    ]
  }

  /// Replaces each `{slot}` of a phrase.
  func fill(_ phrase: String) -> String {
    var filled = ""
    var rest = phrase[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let slot = String(rest[rest.index(after: open)..<close])
      guard let word = slots[slot] else {
        preconditionFailure("no slot is called \(slot)")
      }
      filled += rest[..<open] + word
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}

extension RandomStream {
  fileprivate mutating func choose<Element>(from elements: [Element]) -> Element {
    elements[integer(below: elements.count)]
  }
}
