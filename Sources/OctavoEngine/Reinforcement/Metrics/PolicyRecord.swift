import OctavoBase

extension ProximalPolicyOptimization {
  /// Which responses are recorded token by token.
  public struct RecordingSettings: Codable, Hashable, Sendable {
    /// How many of an iteration.
    public var responses = 4
    /// They are recorded at the first iteration, after every so many, and at the last.
    public var interval = 10

    public init() {}

    func check() throws(TrainingError) {
      try requireSetting("recordInterval", atLeast: 1, interval)
    }

    /// Whether an iteration, counted from 0, is recorded.
    func includes(_ iteration: Int, of iterations: Int) -> Bool {
      responses > 0
        && (iteration == 0 || (iteration + 1).isMultiple(of: interval)
          || iteration + 1 == iterations)
    }
  }

  /// One response, token by token.
  public struct Record: Codable, Hashable, Sendable {
    public let iteration: Int
    public let prompt: [Int32]
    public let response: [Int32]
    /// Whether the policy wrote each token; nil if it wrote all. What follows has no meaning for a
    /// token that an environment inserted.
    public let isWritten: [Bool]?
    public let score: Double
    public let goldScore: Double?
    /// One a token of the response, as all that follow: log π_old, log π_ref, and log π after the
    /// iteration's updates.
    public let logProbabilities: [Double]
    public let referenceLogProbabilities: [Double]
    public let newLogProbabilities: [Double]
    /// log π_old − log π_ref; π_old is that of `logProbabilities`, but for NLPO without its mask.
    public let kl: [Double]
    public let rewards: [Double]
    /// Nil, as returns are, for a method without a critic.
    public let values: [Double]?
    /// As they are learned from.
    public let advantages: [Double]
    public let returns: [Double]?
    /// exp(log π − log π_old) after the iteration's updates.
    public let ratios: [Double]
  }

  /// The first responses of an iteration, with the policy as it is after the updates.
  func records(of outcome: IterationOutcome) -> [Record] {
    let (batch, old) = (outcome.rollout.batch, outcome.old)
    let rows = Array(0..<min(settings.recording.responses, batch.count))
    let sample = newPolicySampling(outcome.rollout, rows, on: nil)
    let new = sample.batch.spread(sample.logProbabilities)
    let kl = outcome.kl
    return rows.map { row in
      func tokens(_ values: TokenValues) -> [Double] {
        Array(values.row(row).prefix(batch.responses[row].count))
      }
      let isWritten = batch.responses[row].indices.map { batch.mask[row, $0] }
      return Record(
        iteration: outcome.index + 1, prompt: batch.prompts[row], response: batch.responses[row],
        isWritten: isWritten.contains(false) ? isWritten : nil,
        score: outcome.evaluation.scores[row], goldScore: outcome.evaluation.goldScores?[row],
        logProbabilities: tokens(old.logProbabilities),
        referenceLogProbabilities: tokens(old.reference), newLogProbabilities: tokens(new),
        kl: tokens(kl), rewards: tokens(outcome.rewards), values: old.values.map(tokens),
        advantages: tokens(outcome.targets.advantages),
        returns: outcome.targets.returns.map(tokens),
        ratios: zip(tokens(new), tokens(old.logProbabilities)).map { Double.exp($0 - $1) })
    }
  }
}
