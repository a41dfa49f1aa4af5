/// Responses that a policy made in training, with their scores.
struct SampledResponses {
  /// Prompt after prompt.
  let batch: ResponseBatch
  /// As the reward gives them.
  let scores: [Double]
  let goldScores: [Double]?
  /// As they are learned from.
  let learnedScores: [Double]

  init(
    of policy: TunableModel, to prompts: [[Int32]], _ task: ProximalPolicyOptimization.Task,
    _ settings: OnlinePreferenceOptimization.Settings, _ stream: RandomStream
  ) throws(TrainingError) {
    let repeated = prompts.flatMap { Array(repeating: $0, count: settings.responses) }
    let samples: [Sample]
    do {
      samples = try policy.merged.sample(
        prompts: repeated, settings: settings.sampling, stream: stream.derived(for: "responses"))
    } catch { throw .setting("prompts", "cannot be responded to: \(error)") }
    let responses = samples.map(\.tokens)
    func scored(by score: Scorer) throws(TrainingError) -> [Double] {
      let scores: [Double]
      do { scores = try score(repeated, responses) } catch { throw .unscored("\(error)") }
      guard scores.count == responses.count else {
        throw .unscored("there are \(scores.count) scores for \(responses.count) responses")
      }
      guard scores.allSatisfy(\.isFinite) else { throw .unscored("a score is not finite") }
      return scores
    }
    let scores = try scored(by: task.reward)
    var goldScores: [Double]?
    if let gold = task.gold { goldScores = try scored(by: gold) }
    batch = ResponseBatch(prompts: repeated, responses: responses)
    self.scores = scores
    self.goldScores = goldScores
    learnedScores = zip(samples, scores).map { sample, score in
      sample.isStopped ? score : settings.unended ?? score
    }
  }

  /// Which responses to a prompt score higher than which others; equal scores are ties.
  func comparisons(perPrompt count: Int) -> [Comparison] {
    stride(from: 0, to: learnedScores.count, by: count).flatMap { first in
      let own = learnedScores[first..<first + count]
      let ranks = own.map { score in own.count { $0 > score } }
      return Comparison.all(of: ranks).map {
        Comparison(better: first + $0.better, worse: first + $0.worse)
      }
    }
  }
}

/// What the responses of one iteration were like.
package struct SampledMeasures: Codable, Hashable, Sendable {
  /// The reward's mean score.
  package let score: Double
  package let goldScore: Double?
  /// The mean of log π/π_ref of a response before the update, in nats.
  package let kl: Double
  /// The mean length, in tokens.
  package let length: Double
  /// How many comparisons were decided.
  package let comparisons: Int

  init(_ sampled: SampledResponses, _ likelihoods: [ResponseLikelihood], comparisons: Int) {
    score = sampled.scores.average
    goldScore = sampled.goldScores?.average
    kl = likelihoods.map(\.logRatio).average
    length = likelihoods.map { Double($0.length) }.average
    self.comparisons = comparisons
  }
}

/// What the responses of each iteration of a training were like.
package struct SampledHistory: Codable, Sendable {
  package var iterations: [SampledMeasures] = []

  package init() {}

  package func encode(to encoder: any Encoder) throws {
    try PackedRecords(iterations).encode(to: encoder)
  }

  package init(from decoder: any Decoder) throws {
    iterations = try PackedRecords(from: decoder).values
  }
}
