/// Somebody who answers questions with a browser by a script, and not always with care.
///
/// For each fact that a question needs, the demonstrator searches by the noun and the name, then, if
/// no passage states the fact, by the verb and the name, quotes the passage that does, and goes on
/// with what it states.
public struct BrowsingDemonstrator: Sendable {
  /// What may go wrong in a demonstration.
  enum Slip: CaseIterable {
    /// Quotes another passage than the one that the answer is read from.
    case citation
    /// Reads the answer from another passage, and quotes that.
    case reading
    /// Looks the last fact up of the person asked about, and forgets that there is a friend.
    case shortcut
  }

  public let browser: Browser
  /// The share of demonstrations with a slip.
  public let slips: Double

  public init(browser: Browser, slips: Double) {
    self.browser = browser
    self.slips = slips
  }

  public func episode(on question: FactQuestion, from stream: RandomStream) -> BrowsingEpisode {
    var stream = stream
    var slip: Slip?
    if stream.uniform() < slips {
      slip = Slip.allCases[stream.integer(below: question.isAboutFriend ? 3 : 2)]
    }
    var episode = BrowsingEpisode(in: browser)
    var name = question.name
    var steps = question.steps[...]
    if slip == .shortcut { steps = steps.suffix(1) }
    while let property = steps.popFirst() {
      let isLast = steps.isEmpty
      guard let place = Self.find(property, of: name, &episode) else {
        episode.act(BrowsingAction.answer("unknown").line)
        return episode
      }
      let other = Self.another(than: place, in: episode.results, &stream)
      let read = isLast && slip == .reading ? other : place
      let quoted = isLast && slip == .citation ? other : read
      let object = FactStatement(episode.results[read])?.object
      episode.act(BrowsingAction.quote(quoted + 1).line)
      name = object ?? "unknown"
    }
    episode.act(BrowsingAction.answer(name).line)
    return episode
  }

  /// Searches until a passage states the fact, and gives its place among those shown.
  private static func find(
    _ property: FactStatement.Property, of name: String, _ episode: inout BrowsingEpisode
  ) -> Int? {
    for word in [property.noun, property.verb] where !episode.isEnded {
      episode.act(BrowsingAction.search("\(word) \(name)").line)
      let place = episode.results.firstIndex {
        FactStatement($0).map { $0.name == name && $0.property == property } ?? false
      }
      if let place { return place }
    }
    return nil
  }

  /// Another of the passages shown; the same where there is no other.
  private static func another(
    than place: Int, in results: [String], _ stream: inout RandomStream
  ) -> Int {
    guard results.count > 1 else { return place }
    let drawn = stream.integer(below: results.count - 1)
    return drawn < place ? drawn : drawn + 1
  }
}
