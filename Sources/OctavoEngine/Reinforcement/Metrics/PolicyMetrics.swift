/// The metrics of a policy's training. To add one, declare it here and list it in `all`: the
/// history's column, the step's outputs with their help, and plot labels follow.
///
/// Means over minibatches are over those that led to a step; where none did, they are of the one
/// that was stopped at.
public struct PolicyMetrics: Sendable {
  public static let shared = PolicyMetrics()

  /// Counted from 1.
  public let iteration = PolicyMetric(
    "iteration", .last("The number of iterations.", name: "iterations")
  ) { $0.index + 1 }

  /// Responses made so far, with this iteration's.
  public let samples = PolicyMetric("samples", .last("The number of responses that were sampled."))
  {
    $0.earlierSamples + $0.rollout.sampled
  }

  /// The mean of the responses' scores as the reward function gives them.
  public let score = PolicyMetric(
    "score", .recent("The mean score in the last tenth of the iterations."),
    .first("The mean score of the first iteration, before any update.")
  ) { $0.evaluation.scores.average }

  /// The mean gold reward, where there is a gold reward.
  public let goldScore = PolicyMetric(
    "gold-score", .recent("The judge's mean score in the last tenth, beside a reward model."),
    .first("The same of the first iteration.")
  ) { $0.evaluation.goldScores?.average }

  /// The mean over responses of the sum of their token rewards: scores as they are learned from,
  /// minus the penalty.
  public let totalReward = PolicyMetric("total-reward") { $0.rewards.rowSums($0.mask).average }

  /// The mean over responses of the sum over tokens of log π_old − log π_ref, in nats.
  public let kl = PolicyMetric(
    "kl", label: "KL", unit: "nats/response",
    .recent("The divergence from the reference in the last tenth, in nats per response.")
  ) { $0.sequenceKL }

  /// √KL, the distance that overoptimization laws are stated in (Gao et al. 2022).
  public let distance = PolicyMetric("distance") { max(0, $0.sequenceKL).squareRoot() }

  /// β of this iteration.
  public let klCoefficient = PolicyMetric("kl-coefficient", .last("β at the end.")) {
    $0.klCoefficient
  }

  /// Of a token, in nats.
  public let entropy = PolicyMetric(
    "entropy", unit: "nats/token",
    .recent("The policy's entropy in the last tenth, in nats per token."), overMinibatches: .mean
  ) { $0.entropy }

  public let policyLoss = PolicyMetric("policy-loss", overMinibatches: .mean) { $0.policyLoss }
  public let valueLoss = PolicyMetric("value-loss", overMinibatches: .mean) { $0.valueLoss }
  public let pretrainingLoss = PolicyMetric(
    "pretraining-loss", unit: "nats/token", overMinibatches: .mean
  ) { $0.pretrainingLoss }

  /// The share of tokens whose clipped policy loss is the larger one.
  public let clipFraction = PolicyMetric("clip-fraction", overMinibatches: .mean) {
    $0.change.clipFraction
  }

  /// The share of tokens whose clipped value loss is the larger one.
  public let valueClipFraction = PolicyMetric("value-clip-fraction", overMinibatches: .mean) {
    $0.valueClipFraction
  }

  /// The mean of ½ (log π − log π_old)².
  public let approximateKL = PolicyMetric(
    "approximate-kl", unit: "nats/token", overMinibatches: .mean
  ) { $0.change.approximateKL }

  /// The mean of log π_old − log π.
  public let policyKL = PolicyMetric("policy-kl", unit: "nats/token", overMinibatches: .mean) {
    $0.change.policyKL
  }

  /// How much of the returns' variance the values explained before the updates.
  public let explainedVariance = PolicyMetric("explained-variance") { $0.explainedVariance }

  public let meanRatio = PolicyMetric("mean-ratio", overMinibatches: .mean) { $0.change.meanRatio }
  public let smallestRatio = PolicyMetric("smallest-ratio", overMinibatches: .smallest) {
    $0.change.smallestRatio
  }
  public let largestRatio = PolicyMetric("largest-ratio", overMinibatches: .largest) {
    $0.change.largestRatio
  }

  /// The mean number of tokens of a response.
  public let responseLength = PolicyMetric(
    "response-length", unit: "tokens", .recent("The mean length in the last tenth, in tokens.")
  ) { $0.mask.lengths.map(Double.init).average }

  /// Of the responses, those that ended with a stop text.
  public let endedFraction = PolicyMetric(
    "ended", .recent("The share of responses in the last tenth that ended by themselves.")
  ) { $0.rollout.isEnded.map { $0 ? 1.0 : 0 }.average }

  /// The mean norm before clipping.
  public let gradientNorm = PolicyMetric("gradient-norm") { $0.update.gradientNorm }
  public let criticGradientNorm = PolicyMetric("critic-gradient-norm") {
    $0.hasCriticNetwork ? $0.update.criticGradientNorm : nil
  }

  /// The actor's.
  public let learningRate = PolicyMetric("learning-rate") { $0.learningRate }

  /// Steps made.
  public let updates = PolicyMetric("updates") { $0.update.steps }

  /// Whether the policy's divergence ended the updates early.
  public let isStoppedEarly = PolicyMetric("stopped-early") { $0.update.isStoppedEarly }

  /// In the order of the history's columns.
  public static let all: [MetricDescription] = {
    let metrics = shared
    return [
      metrics.iteration.description, metrics.samples.description, metrics.score.description,
      metrics.goldScore.description, metrics.totalReward.description, metrics.kl.description,
      metrics.distance.description, metrics.klCoefficient.description,
      metrics.entropy.description, metrics.policyLoss.description, metrics.valueLoss.description,
      metrics.pretrainingLoss.description, metrics.clipFraction.description,
      metrics.valueClipFraction.description, metrics.approximateKL.description,
      metrics.policyKL.description, metrics.explainedVariance.description,
      metrics.meanRatio.description, metrics.smallestRatio.description,
      metrics.largestRatio.description, metrics.responseLength.description,
      metrics.endedFraction.description, metrics.gradientNorm.description,
      metrics.criticGradientNorm.description, metrics.learningRate.description,
      metrics.updates.description, metrics.isStoppedEarly.description,
    ]
  }()
}
