/// A sample while it is written.
struct RunningSample {
  private(set) var tokens: [Int32]
  private let settings: SamplingSettings
  private let promptLength: Int
  private var environment: (any SamplingEnvironment)?
  private var stream: RandomStream
  private var progress = StopTexts.Progress()
  /// Where the tokens begin that were written since the last insertion.
  private var turn: Int
  private var inserted: [Range<Int>] = []
  private var isStopped = false
  private var isFull: Bool

  init(
    _ prompt: [Int32], _ settings: SamplingSettings, _ environment: (any SamplingEnvironment)?,
    _ stream: RandomStream
  ) {
    tokens = prompt
    self.settings = settings
    promptLength = prompt.count
    self.environment = environment
    self.stream = stream
    turn = prompt.count
    isFull = settings.maximumTokens == 0
  }

  var isFinished: Bool { isStopped || isFull }

  var sample: Sample {
    Sample(
      tokens: Array(tokens.dropFirst(promptLength)), isStopped: isStopped, inserted: inserted)
  }

  private var room: Int { settings.maximumTokens - (tokens.count - promptLength) }

  /// Draws the next token from the scores of all, and lets the environment answer where a turn ends.
  ///
  /// - Parameter allowed: gives probability 0 to tokens that are ruled out; nil rules out none.
  /// - Returns: the tokens that were added.
  mutating func write(
    from logits: UnsafeBufferPointer<Float>, within allowed: TokenDistribution? = nil
  ) -> [Int32] {
    var distribution = TokenDistribution(
      logits: logits, seen: settings.repetitionPenalty == 1 ? [] : tokens, settings)
    if let allowed { distribution = distribution.restricted(to: allowed) }
    let token = distribution.token(at: stream.uniform())
    tokens.append(token)
    progress = settings.stop.progress(progress, after: token)
    defer { isFull = isFull || room == 0 }
    return progress.isEnded ? [token] + endOfTurn() : [token]
  }

  /// What the environment adds after a stop text.
  private mutating func endOfTurn() -> [Int32] {
    guard let reply = environment?.reply(to: Array(tokens[turn...])) else {
      isStopped = true
      return []
    }
    progress = StopTexts.Progress()
    guard reply.count < room else {
      // What was read of it could not be acted upon.
      isFull = true
      return []
    }
    if !reply.isEmpty {
      let first = tokens.count - promptLength
      inserted.append(first..<first + reply.count)
      tokens += reply
    }
    turn = tokens.count
    return reply
  }
}
