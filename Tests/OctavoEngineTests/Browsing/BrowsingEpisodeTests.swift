import OctavoEngine
import Testing

@Suite struct BrowsingEpisodeTests {
  private static let passages = [
    "the home of babick is riga.", "babick keeps a dog.", "babick trusts ceguth.",
    "the pet of ceguth is a cat.", "ceguth lives in ulm.",
  ]
  private static let browser = Browser(passages: passages, results: 2, actions: 8)

  /// What was written, and what the browser showed, line by line.
  private static let transcript = """
    search: friend babick
    1 babick trusts ceguth.
    2 babick keeps a dog.
    quote: 1
    search: pet ceguth
    1 the pet of ceguth is a cat.
    2 babick trusts ceguth.
    quote: 3
    error: there is no such passage
    fetch 1
    error: write search, quote or answer
    quote: 1
    answer: cat

    """
  private static let actions = [
    "search: friend babick\n", "quote: 1\n", "search: pet ceguth\n", "quote: 3\n", "fetch 1\n",
    "quote: 1\n", "answer: cat\n",
  ]

  private func episode(
    _ actions: [String], in browser: Browser = Self.browser
  ) -> BrowsingEpisode {
    var episode = BrowsingEpisode(in: browser)
    for action in actions { episode.act(action) }
    return episode
  }

  @Test func showsWhatWasAskedFor() {
    let episode = episode(Self.actions)
    #expect(episode.parts.joined() == Self.transcript)
    #expect(episode.turns.map(\.action) == Self.actions)
    #expect(episode.quotes == [Self.passages[2], Self.passages[3]])
    #expect(episode.answer == "cat" && episode.isEnded)
    #expect(episode.malformed == 2 && episode.searches == 2)
  }

  private static let tokenizer = Tokenizer.characters(
    CharacterTokenizer(of: transcript + "abcdefghijklmnopqrstuvwxyz\r-0123456789"))

  private static func replay(_ text: some StringProtocol) throws -> BrowsingEpisode {
    try BrowsingEnvironment.episode(of: tokenizer.encode(String(text)), in: browser, tokenizer)
  }

  @Test func theTokensOfAnEpisodeGiveItAgain() throws {
    let again = try Self.replay(Self.transcript)
    #expect(again.turns.map(\.action) == Self.actions)
    #expect(again.parts == episode(Self.actions).parts)
    #expect(again.answer == "cat")
    // Cut in the middle of a line, the line is not an action.
    for length in 0..<Self.transcript.count {
      let part = try Self.replay(Self.transcript.prefix(length))
      #expect(part.turns.map(\.action) == Array(Self.actions.prefix(part.turns.count)))
      #expect(part.turns.count <= 6 && part.answer == nil)
    }
  }

  @Test func anyNumberAndLineEndIsRead() throws {
    let episode = episode(["search: pet ceguth\r\n", "quote: \(Int.min)\r\n"])
    #expect(episode.searches == 1 && episode.malformed == 1)
    let again = try Self.replay(episode.parts.joined())
    #expect(again.turns.map(\.action) == episode.turns.map(\.action))
  }

  @Test func endsAtTheLimitAndShowsNothingThen() {
    let short = Browser(passages: Self.passages, results: 2, actions: 2)
    let cut = episode(Self.actions, in: short)
    #expect(cut.turns.map(\.action) == Array(Self.actions.prefix(2)))
    #expect(cut.isEnded && cut.answer == nil)
    let once = episode(Self.actions, in: Browser(passages: Self.passages, results: 2, actions: 1))
    #expect(once.turns.map(\.shown) == [""])
  }

  @Test func findsNothingAndKeepsEachQuoteOnce() {
    let episode = episode([
      "quote: 1\n", "search: xyz\n", "quote: 1\n", "search: babick\n", "quote: 2\n", "quote: 2\n",
    ])
    #expect(episode.turns[0].shown == "error: there is no such passage\n")
    #expect(episode.turns[1].shown == "nothing found\n")
    #expect(episode.turns[2].shown == "error: there is no such passage\n")
    #expect(episode.quotes.count == 1 && episode.malformed == 2)
  }

  @Test(arguments: [
    ("search: pet of babick", BrowsingAction.search("pet of babick")), ("quote: 12", .quote(12)),
    ("answer:  a dog ", .answer("a dog")),
  ])
  func readsActions(line: String, action: BrowsingAction) {
    #expect(BrowsingAction(line) == action)
    #expect(BrowsingAction(action.line.dropLast()) == action)
  }

  @Test(arguments: [
    "", "search", "search:", "search: ", "quote: one", "quote: 1 2", "quote: 99999999999999999999",
    "find: x", " search: x", "Answer: x",
  ])
  func readsNothingElse(line: String) {
    #expect(BrowsingAction(line) == nil)
  }
}
