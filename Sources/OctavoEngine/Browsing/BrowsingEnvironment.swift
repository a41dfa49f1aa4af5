/// A browser that a language model writes to: each line is an action, and what it shows is inserted
/// before the next.
public struct BrowsingEnvironment: SamplingEnvironment {
  private var episode: BrowsingEpisode
  private let tokenizer: Tokenizer

  /// - Parameter tokenizer: that can write all that the browser may show; an episode ends where it
  ///   cannot.
  public init(_ browser: Browser, _ tokenizer: Tokenizer) {
    episode = BrowsingEpisode(in: browser)
    self.tokenizer = tokenizer
  }

  public mutating func reply(to written: [Int32]) -> [Int32]? {
    episode.act(tokenizer.decode(written))
    guard !episode.isEnded else { return nil }
    return try? tokenizer.encode(episode.turns[episode.turns.count - 1].shown)
  }

  /// Where a turn ends.
  public static func lineEnd(_ tokenizer: Tokenizer) -> StopTexts {
    StopTexts(["\n"], tokenizer: tokenizer)
  }
}
