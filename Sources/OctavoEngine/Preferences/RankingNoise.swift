import OctavoBase

/// A ranking that errs, as a person's does.
public enum RankingNoise: Codable, Hashable, Sendable {
  /// Responses that are neighbors in the true order are swapped at this rate, and more distant ones
  /// less often, however far apart their scores are (Mallows 1957). At 0 nothing errs, and ½ is
  /// chance.
  case swaps(rate: Double)
  /// A response is put before one that scores less by d with probability σ(d), also where there are
  /// others (Bradley & Terry 1952; Plackett 1975; Luce 1959).
  case choices

  /// - Throws: where the rate of swaps is not between 0 and ½.
  public init(rate: Double) throws(TrainingError) {
    guard rate >= 0, rate <= 0.5 else {
      throw .setting("rate", "must be between 0 and 0.5, but is \(rate)")
    }
    self = .swaps(rate: rate)
  }

  /// The ranks of responses by their scores: 0 for the highest. Where neighbors are swapped, equal
  /// scores are a tie, and stay one; a choice has no ties.
  public func ranks(of scores: [Double], using stream: inout RandomStream) -> [Int] {
    switch self {
    case .swaps(let rate): Self.swappedRanks(of: scores, rate: rate, using: &stream)
    case .choices: Self.chosenRanks(of: scores, using: &stream)
    }
  }

  private static func swappedRanks(
    of scores: [Double], rate: Double, using stream: inout RandomStream
  ) -> [Int] {
    let levels = Set(scores).sorted(by: >)
    // Repeated insertion: the i-th best goes j places ahead of its own with a probability in
    // proportion to dispersion^j.
    let dispersion = rate / (1 - rate)
    var order: [Double] = []
    for level in levels {
      let weights = (0...order.count).map { Double.pow(dispersion, Double($0)) }
      var rest = stream.uniform() * weights.reduce(0, +)
      let ahead = weights.firstIndex { weight in
        rest -= weight
        return rest < 0
      }
      order.insert(level, at: order.count - (ahead ?? 0))
    }
    return scores.map { score in order.firstIndex(of: score) ?? 0 }
  }

  private static func chosenRanks(
    of scores: [Double], using stream: inout RandomStream
  ) -> [Int] {
    // The order of scores with Gumbel noise is Plackett and Luce's.
    let noisy = scores.map { $0 - Double.log(-Double.log(1 - stream.uniform())) }
    let order = noisy.indices.sorted { (-noisy[$0], $0) < (-noisy[$1], $1) }
    return noisy.indices.map { order.firstIndex(of: $0) ?? 0 }
  }
}

extension GPT {
  /// Preferences about this model's own responses: samples several to each prompt and ranks them by
  /// a judge that errs.
  ///
  /// Prompts whose responses all get the same score teach nothing; they are in the result
  /// nevertheless, for the caller to count.
  public func collectPreferences(
    prompts: [[Int32]], responses: Int, sampling: SamplingSettings, judge: Scorer,
    noise: RankingNoise, stream: RandomStream
  ) throws -> [RankedResponses] {
    let candidates = try candidates(
      prompts: prompts, count: responses, sampling: sampling, scorer: judge, stream: stream)
    return candidates.enumerated().map { index, candidates in
      var stream = stream.derived(for: "ranking", index: index)
      return RankedResponses(
        prompt: candidates.prompt, responses: candidates.responses,
        ranks: noise.ranks(of: candidates.scores, using: &stream), goldScores: candidates.scores)
    }
  }
}
