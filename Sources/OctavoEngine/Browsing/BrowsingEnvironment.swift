/// A browser that a language model writes to: each line is an action, and what the browser shows
/// for it is inserted before the next line.
public struct BrowsingEnvironment: SamplingEnvironment {
  private var episode: BrowsingEpisode
  private let tokenizer: Tokenizer

  /// - Parameter tokenizer: one that can encode everything that the browser may show; an episode
  ///   ends where it cannot.
  public init(_ browser: Browser, _ tokenizer: Tokenizer) {
    episode = BrowsingEpisode(in: browser)
    self.tokenizer = tokenizer
  }

  public mutating func reply(to written: [Int32]) -> [Int32]? {
    episode.act(tokenizer.decode(written))
    guard !episode.isEnded else { return nil }
    return try? tokenizer.encode(episode.turns[episode.turns.count - 1].shown)
  }

  /// The episode whose tokens are given, those that the browser inserted included: performing its
  /// actions again gives these, and they are skipped. An incomplete last line is left out.
  public static func episode(
    of tokens: [Int32], in browser: Browser, _ tokenizer: Tokenizer
  ) -> BrowsingEpisode {
    let stop = lineEnd(tokenizer)
    var environment = BrowsingEnvironment(browser, tokenizer)
    var (turn, progress) = (0, StopTexts.Progress())
    var place = 0
    while place < tokens.count, !environment.episode.isEnded {
      progress = stop.progress(progress, after: tokens[place])
      place += 1
      guard progress.isEnded else { continue }
      place += environment.reply(to: Array(tokens[turn..<place]))?.count ?? 0
      (turn, progress) = (place, StopTexts.Progress())
    }
    return environment.episode
  }

  /// The stop text at which a turn ends, a line feed.
  public static func lineEnd(_ tokenizer: Tokenizer) -> StopTexts {
    StopTexts(["\n"], tokenizer: tokenizer)
  }
}
