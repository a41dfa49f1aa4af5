/// A tiny story: an opening that says nothing of the mood, and what follows it.
public struct Story: Hashable, Codable, Sendable {
  /// How a story ends.
  public enum Mood: String, Hashable, Codable, Sendable, CaseIterable {
    case cheerful
    case gloomy
  }

  /// The opening sentences, from which a model may be asked to go on.
  public let prompt: String
  /// The rest of the story; begins with a space.
  public let continuation: String
  public let mood: Mood

  public var text: String { prompt + continuation }
}

extension Sequence<Story> {
  /// The stories as one training text, each ended by a newline, which no story holds.
  public var corpus: String { map { $0.text + "\n" }.joined() }
}
