/// A sign that the training of a policy goes wrong, found in its statistics.
public struct TrainingWarning: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    case negativeKL, klExplosion, entropyCollapse, clippedEverywhere, valueLossNeverFalls,
      rewardUpGoldDown
  }

  public let kind: Kind
  /// The iteration at which it showed first.
  public let iteration: Int
  /// What was seen, with the numbers.
  public let finding: String

  /// What usually causes it.
  public var usualCauses: String {
    switch kind {
    case .negativeKL:
      """
      Responses come from another distribution than the log-probabilities: sampling with \
      top-k, top-p or min-p, NLPO's mask, tokens after the end that are not masked, or a \
      different temperature.
      """
    case .klExplosion:
      """
      The penalty is too small for the reward's scale, the learning rate is too large, or the \
      reward model is being exploited.
      """
    case .entropyCollapse:
      """
      The policy has narrowed to few responses: the penalty or the entropy bonus is too small, \
      or the reward pays for one phrase.
      """
    case .clippedEverywhere:
      """
      Each update moves the policy far beyond the clip range: the learning rate is too large, \
      or there are too many epochs on one batch.
      """
    case .valueLossNeverFalls:
      """
      The critic learns nothing: its learning rate is too small, its updates are clipped away \
      where returns are large against the clip range, or the scores should be scaled.
      """
    case .rewardUpGoldDown:
      """
      The policy is over-optimised against the reward model: use a larger penalty, stop \
      earlier, or train the reward model on more preferences.
      """
    }
  }
}

extension ProximalPolicyOptimization {
  /// What goes wrong, by the statistics so far; each kind once.
  public var warnings: [TrainingWarning] {
    TrainingDiagnosis(history: history, control: settings.penalty.control).warnings
  }
}

/// The rules by which warnings are drawn from statistics.
package struct TrainingDiagnosis {
  let history: [ProximalPolicyOptimization.Iteration]
  let control: KLControl

  package init(history: [ProximalPolicyOptimization.Iteration], control: KLControl) {
    self.history = history
    self.control = control
  }

  package var warnings: [TrainingWarning] {
    [
      negativeKL, klExplosion, entropyCollapse, clippedEverywhere, valueLossNeverFalls,
      rewardUpGoldDown,
    ].compactMap { $0 }
  }

  /// The divergence is never negative. Its estimate may be, by chance, but not by a tenth of a nat
  /// over five iterations.
  private var negativeKL: TrainingWarning? {
    let window = 5
    guard
      let end = history.indices.dropFirst(window - 1).first(where: { end in
        mean(history[(end - window + 1)...end].map(\.kl)) < -0.1
      })
    else { return nil }
    let kl = mean(history[(end - window + 1)...end].map(\.kl))
    return warning(
      .negativeKL, history[end],
      "the mean KL estimate of the last five iterations is \(rounded(kl)) nats")
  }

  /// More than 25 nats per response, or five times the controller's target where that is more.
  private var klExplosion: TrainingWarning? {
    var limit = 25.0
    if case .adaptive(_, let target, _) = control { limit = max(limit, 5 * target) }
    return history.first { $0.kl > limit }.map {
      warning(.klExplosion, $0, "the KL is \(rounded($0.kl)) nats per response")
    }
  }

  /// Less than a tenth of what it was at first.
  private var entropyCollapse: TrainingWarning? {
    guard let first = history.first?.entropy else { return nil }
    return history.first { $0.entropy < first / 10 }.map {
      warning(
        .entropyCollapse, $0,
        "the entropy fell from \(rounded(first)) to \(rounded($0.entropy)) nats per token")
    }
  }

  private var clippedEverywhere: TrainingWarning? {
    history.first { $0.clipFraction > 0.8 }.map {
      warning(.clippedEverywhere, $0, "\(rounded(100 * $0.clipFraction)) % of tokens are clipped")
    }
  }

  /// After twenty iterations, no lower than at first, while the values explain next to nothing.
  private var valueLossNeverFalls: TrainingWarning? {
    guard history.count >= 20, let last = history.last else { return nil }
    let quarter = history.count / 4
    let losses = history.compactMap(\.valueLoss)
    let explained = history.suffix(quarter).compactMap(\.explainedVariance)
    guard losses.count == history.count, !explained.isEmpty else { return nil }
    let (before, after) = (mean(losses.prefix(quarter)), mean(losses.suffix(quarter)))
    guard after >= before, mean(explained) < 0.1 else { return nil }
    return warning(
      .valueLossNeverFalls, last,
      "the value loss went from \(rounded(before)) to \(rounded(after)), and the values explain \(rounded(100 * mean(explained))) % of the returns' variance"
    )
  }

  /// From the middle third to the last, the score rose and the gold score fell, each by more than
  /// two standard errors.
  private var rewardUpGoldDown: TrainingWarning? {
    let third = history.count / 3
    guard third >= 5, let last = history.last else { return nil }
    let gold = history.compactMap(\.goldScore)
    guard gold.count == history.count else { return nil }
    let score = change(history.map(\.score), third)
    let goldChange = change(gold, third)
    guard score.value > 2 * score.error, goldChange.value < -2 * goldChange.error else {
      return nil
    }
    return warning(
      .rewardUpGoldDown, last,
      "in the last third the score rose by \(rounded(score.value)) and the gold score fell by \(rounded(-goldChange.value))"
    )
  }

  /// From the mean of the middle third to that of the last, and its standard error.
  private func change(_ values: [Double], _ third: Int) -> (value: Double, error: Double) {
    var (middle, last) = (RunningMoments(), RunningMoments())
    middle.add(Array(values.dropLast(third).suffix(third)))
    last.add(Array(values.suffix(third)))
    let variance = (middle.variance(.unbiased) + last.variance(.unbiased)) / Double(third)
    return (last.mean - middle.mean, variance.squareRoot())
  }

  private func warning(
    _ kind: TrainingWarning.Kind, _ iteration: ProximalPolicyOptimization.Iteration,
    _ finding: String
  ) -> TrainingWarning {
    TrainingWarning(kind: kind, iteration: iteration.iteration, finding: finding)
  }

  private func mean(_ values: some Collection<Double>) -> Double {
    values.reduce(0, +) / Double(max(1, values.count))
  }

  /// To three significant digits or so, for a sentence.
  private func rounded(_ value: Double) -> Double {
    let scale = abs(value) >= 100 ? 1.0 : abs(value) >= 10 ? 10 : abs(value) >= 1 ? 100 : 1000
    return (value * scale).rounded() / scale
  }
}
