/// The actions taken to answer a question, and what the browser showed for each.
public struct BrowsingEpisode: Sendable {
  public let browser: Browser
  /// The lines written, each with the text shown for it, which may be empty.
  public private(set) var turns: [(action: String, shown: String)] = []
  /// The passages that the last search showed.
  public private(set) var results: [String] = []
  /// The passages that were quoted, in order, each once.
  public private(set) var quotes: [String] = []
  /// Nil until the answer is given.
  public private(set) var answer: String?
  public private(set) var searches = 0
  /// The number of lines that were not an action, or quoted a passage that does not exist.
  public private(set) var malformed = 0

  public init(in browser: Browser) {
    self.browser = browser
  }

  public var isEnded: Bool { answer != nil || turns.count >= browser.actions }

  /// What was written and what was shown, alternating.
  public var parts: [String] { turns.flatMap { [$0.action, $0.shown] } }

  /// Performs the action of a line, and shows its result, unless the episode has ended. After the
  /// last action nothing is shown, since no other could follow.
  ///
  /// - Parameter line: text after its first line feed is ignored.
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
      guard number > 0, number <= results.count else { return (Self.noPassage, true) }
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
