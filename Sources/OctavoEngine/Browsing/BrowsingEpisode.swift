/// What was done to answer a question, action by action, and what the browser showed.
public struct BrowsingEpisode: Sendable {
  public let browser: Browser
  /// Lines of action, each followed by what was shown for it, which may be nothing.
  public private(set) var turns: [(action: String, shown: String)] = []
  /// The passages that the last search showed.
  public private(set) var results: [String] = []
  /// The passages that were kept as references, in their order, each once.
  public private(set) var quotes: [String] = []
  /// Nil before the end, and where there was none.
  public private(set) var answer: String?
  public private(set) var searches = 0
  /// How many lines were no action, or quoted what was not there.
  public private(set) var malformed = 0

  public init(in browser: Browser) {
    self.browser = browser
  }

  public var isEnded: Bool { answer != nil || turns.count >= browser.actions }

  /// What was written and what was shown, in turn, from the first action on.
  public var parts: [String] { turns.flatMap { [$0.action, $0.shown] } }

  /// Takes a line, and shows what it leads to, unless the episode has ended. After the last action
  /// nothing is shown, for nobody could act upon it.
  ///
  /// - Parameter line: what stands after its first line feed is not read.
  public mutating func act(_ line: String) {
    guard !isEnded else { return }
    let (shown, isMalformed) = outcome(of: line.prefix { $0 != "\n" })
    if isMalformed { malformed += 1 }
    turns.append((line, turns.count + 1 < browser.actions ? shown : ""))
  }

  private mutating func outcome(of line: Substring) -> (shown: String, isMalformed: Bool) {
    switch BrowsingAction(line) {
    case .search(let query):
      searches += 1
      results = browser.search(query)
      return (Self.list(results), false)
    case .quote(let number):
      guard results.indices.contains(number - 1) else {
        return (Self.noPassage, true)
      }
      let passage = results[number - 1]
      if !quotes.contains(passage) { quotes.append(passage) }
      return ("", false)
    case .answer(let text):
      answer = text
      return ("", false)
    case nil:
      return (Self.noAction, true)
    }
  }

  static let nothing = "nothing found\n"
  static let noPassage = "error: there is no such passage\n"
  static let noAction = "error: write search, quote or answer\n"

  private static func list(_ passages: [String]) -> String {
    if passages.isEmpty { return nothing }
    return passages.enumerated().map { "\($0 + 1) \($1)\n" }.joined()
  }
}

extension BrowsingEpisode {
  /// The episode that a transcript tells. The browser shows the same again, which is how actions are
  /// found among what was shown; a last line that is not complete is left out.
  public init(in browser: Browser, transcript: String) {
    self.init(in: browser)
    var rest = transcript[...]
    while !isEnded, let end = rest.firstIndex(of: "\n") {
      act(String(rest[...end]))
      rest = rest[rest.index(after: end)...]
      let shown = turns[turns.count - 1].shown
      if rest.hasPrefix(shown) { rest = rest.dropFirst(shown.count) }
    }
  }
}
