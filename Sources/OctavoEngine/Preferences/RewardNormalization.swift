/// Gain and bias that give scores a mean and a deviation (Ziegler et al. 2019): normalized = gain ·
/// score + bias.
public struct RewardNormalization: Hashable, Codable, Sendable {
  public let gain: Double
  public let bias: Double

  public static let identity = RewardNormalization(gain: 1, bias: 0)

  public init(gain: Double, bias: Double) {
    self.gain = gain
    self.bias = bias
  }

  /// Such that `scores` get the target's mean and (population) deviation; their deviation stays
  /// where the target has none or the scores do not vary.
  public init(of scores: [Double], mean: Double = 0, deviation: Double?) {
    var moments = RunningMoments()
    moments.add(scores)
    let current = moments.deviation(.population)
    gain = current > 0 ? (deviation ?? current) / current : 1
    bias = mean - gain * moments.mean
  }

  public func callAsFunction(_ score: Double) -> Double { gain * score + bias }
}
