import Foundation

/// How well scores agree with preferences.
public struct PreferenceEvaluation: Codable, Hashable, Sendable {
  /// Predictions of similar confidence, and how often they were right.
  public struct CalibrationBin: Codable, Hashable, Sendable {
    /// The mean of σ(|difference of scores|), the probability that the higher score is the better
    /// response.
    public let confidence: Double
    /// How often it was.
    public let accuracy: Double
    public let comparisons: Int
  }

  /// Mean −log σ(better − worse) over all comparisons, in nats.
  public let loss: Double
  /// Of the comparisons, those where the better response has the higher score.
  public let accuracy: Double
  public let comparisons: Int
  /// By confidence, ascending; bins that nothing fell into are left out.
  public let calibration: [CalibrationBin]
  /// Of the pairs that a judge truly distinguishes, those which the scores order as it does; nil
  /// where that is not known.
  public let judgeAgreement: Double?
  /// The same of the preferences themselves: what the noise in them allows an accuracy to be.
  public let labelAgreement: Double?

  /// - Parameters:
  ///   - scores: of all responses, prompt after prompt.
  ///   - bins: of confidence, of equal width between ½ and 1.
  public init(scores: [Double], of preferences: [RankedResponses], bins: Int = 10) {
    var losses: [Double] = []
    var outcomes: [(confidence: Double, isRight: Bool)] = []
    var (byScore, byLabel, judged) = (0, 0, 0)
    var start = 0
    for preference in preferences {
      let own = Array(scores[start..<start + preference.ranks.count])
      start += own.count
      for comparison in Comparison.all(of: preference.ranks) {
        let difference = own[comparison.better] - own[comparison.worse]
        losses.append(softplus(-difference))
        outcomes.append((sigmoid(abs(difference)), difference > 0))
      }
      guard let gold = preference.goldScores else { continue }
      let goldOrder = Comparison.all(of: Self.ranks(gold))
      byScore += goldOrder.count { own[$0.better] > own[$0.worse] }
      byLabel += goldOrder.count { preference.ranks[$0.better] < preference.ranks[$0.worse] }
      judged += goldOrder.count
    }
    comparisons = losses.count
    loss = losses.reduce(0, +) / Double(max(1, losses.count))
    accuracy = Double(outcomes.count { $0.isRight }) / Double(max(1, outcomes.count))
    judgeAgreement = judged > 0 ? Double(byScore) / Double(judged) : nil
    labelAgreement = judged > 0 ? Double(byLabel) / Double(judged) : nil
    calibration = (0..<bins).compactMap { bin in
      let members = outcomes.filter {
        // Scores of a model that has diverged are in no bin.
        $0.confidence.isFinite
          && min(bins - 1, Int(($0.confidence - 0.5) * 2 * Double(bins))) == bin
      }
      if members.isEmpty { return nil }
      return CalibrationBin(
        confidence: members.reduce(0) { $0 + $1.confidence } / Double(members.count),
        accuracy: Double(members.count { $0.isRight }) / Double(members.count),
        comparisons: members.count)
    }
  }

  /// The mean distance between confidence and accuracy (Naeini et al. 2015): 0 is calibrated.
  public var expectedCalibrationError: Double {
    calibration.reduce(0) {
      $0 + Double($1.comparisons) * abs($1.confidence - $1.accuracy)
    } / Double(max(1, comparisons))
  }

  private static func ranks(_ gold: [Double]) -> [Int] {
    gold.map { score in gold.count { $0 > score } }
  }
}

extension RewardModel {
  /// How well the model agrees with preferences.
  public func evaluate(on preferences: [RankedResponses]) -> PreferenceEvaluation {
    let scores = scores(
      prompts: preferences.flatMap { Array(repeating: $0.prompt, count: $0.responses.count) },
      responses: preferences.flatMap(\.responses))
    return PreferenceEvaluation(scores: scores, of: preferences)
  }
}
