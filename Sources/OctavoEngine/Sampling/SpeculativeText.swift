/// What became of a draft's proposals, in numbers.
public struct SpeculationCounts: Hashable, Sendable {
  /// The number of passes of the larger model.
  public internal(set) var passes = 0
  /// The number of tokens that the draft proposed.
  public internal(set) var proposed = 0
  /// The number of proposals that the larger model accepted or rejected. Those after a rejected one
  /// are discarded unjudged.
  public internal(set) var judged = 0
  /// The number of proposals that it accepted.
  public internal(set) var accepted = 0

  public init() {}

  public static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum.passes += other.passes
    sum.proposed += other.proposed
    sum.judged += other.judged
    sum.accepted += other.accepted
    return sum
  }
}

/// A text with tokens that a draft has proposed and the model has not judged yet.
struct SpeculativeText {
  private struct Proposal {
    let token: Int32
    /// The draft's distribution, from which the token was drawn.
    let distribution: TokenDistribution
    /// The progress of the stop texts after the token.
    let progress: StopTexts.Progress
  }

  private let promptLength: Int
  private let settings: SamplingSettings
  private var tokens: [Int32]
  private var pending: [Proposal] = []
  private var progress = StopTexts.Progress()
  private var stream: RandomStream
  private var counts = SpeculationCounts()

  init(prompt: [Int32], _ settings: SamplingSettings, _ stream: RandomStream) {
    promptLength = prompt.count
    tokens = prompt
    self.settings = settings
    self.stream = stream
  }

  var result: SpeculativeSample {
    SpeculativeSample(
      sample: Sample(
        tokens: Array(tokens.dropFirst(promptLength)), isStopped: progress.isEnded),
      counts: counts)
  }

  var isFinished: Bool { progress.isEnded || room == 0 }
  var proposals: [Int32] { pending.map(\.token) }

  /// Whether another proposal is useful: a pass of the model writes one token more than it accepts.
  var mayPropose: Bool {
    pending.count + 1 < room && !(pending.last?.progress ?? progress).isEnded
  }

  /// The number of tokens whose keys and values stay in the caches: all but the last, which neither
  /// model has read.
  var agreed: Int { tokens.count - 1 }

  private var room: Int { settings.maximumTokens - (tokens.count - promptLength) }

  /// The tokens of the text and its proposals that a model has not read.
  func unread(after length: Int) -> [Int32] {
    Array((tokens + proposals)[length...])
  }

  /// Draws a proposal from the draft's scores.
  mutating func propose(from logits: Tensor, at row: Int) {
    let distribution = distribution(logits, at: row, after: proposals)
    let token = distribution.token(at: stream.uniform())
    let progress = settings.stop.progress(pending.last?.progress ?? progress, after: token)
    pending.append(Proposal(token: token, distribution: distribution, progress: progress))
  }

  /// Accepts proposals up to the first that the model rejects, and draws one more token from the
  /// model's scores.
  ///
  /// - Parameter first: the row of the logits that score the first proposal.
  mutating func judge(with logits: Tensor, from first: Int) {
    counts.passes += 1
    counts.proposed += pending.count
    defer { pending = [] }
    for (index, proposal) in pending.enumerated() {
      let wanted = distribution(logits, at: first + index, after: [])
      let token = Int(proposal.token)
      counts.judged += 1
      // Accepted with the probability min(1, p/q).
      let bar = stream.uniform() * Double(proposal.distribution.probabilities[token])
      guard bar < Double(wanted.probabilities[token]) else {
        write(wanted.excess(over: proposal.distribution).token(at: stream.uniform()))
        return
      }
      counts.accepted += 1
      write(proposal.token)
      if isFinished { return }
    }
    write(
      distribution(logits, at: first + pending.count, after: []).token(at: stream.uniform()))
  }

  private mutating func write(_ token: Int32) {
    tokens.append(token)
    progress = settings.stop.progress(progress, after: token)
  }

  private func distribution(
    _ logits: Tensor, at row: Int, after proposals: [Int32]
  ) -> TokenDistribution {
    let seen = settings.repetitionPenalty == 1 ? [] : tokens + proposals
    return withPointers(logits.row(row)) {
      TokenDistribution(
        logits: UnsafeBufferPointer(start: $0, count: logits.columns), seen: seen, settings)
    }
  }
}
