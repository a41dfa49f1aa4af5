/// Advantages from several responses to one prompt, with the group itself as the baseline in place
/// of a critic.
public enum GroupAdvantages {
  /// r minus the mean of the group's others (RLOO, Kool et al. 2019; Ahmadian et al. 2024). A
  /// single response has no others, and an advantage of zero.
  public static func leaveOneOut(_ rewards: [Double]) -> [Double] {
    guard rewards.count > 1 else { return rewards.map { _ in 0 } }
    let sum = rewards.reduce(0, +)
    return rewards.map { $0 - (sum - $0) / Double(rewards.count - 1) }
  }

  /// (r − mean) / (deviation + ε) (GRPO, Shao et al. 2024), with the unbiased deviation and TRL's
  /// ε. Zero for a single response.
  public static func standardized(_ rewards: [Double], epsilon: Double = 1e-4) -> [Double] {
    guard rewards.count > 1 else { return rewards.map { _ in 0 } }
    var moments = RunningMoments()
    moments.add(rewards)
    let deviation = moments.deviation(.unbiased)
    return centered(rewards).map { $0 / (deviation + epsilon) }
  }

  /// r − mean, which does not favour groups whose rewards vary little (Dr. GRPO, Liu et al. 2025).
  public static func centered(_ rewards: [Double]) -> [Double] {
    let mean = rewards.reduce(0, +) / Double(max(1, rewards.count))
    return rewards.map { $0 - mean }
  }

  /// The index of the largest reward, the first of equals.
  public static func best(_ rewards: [Double]) -> Int? {
    rewards.indices.max { rewards[$0] < rewards[$1] || (rewards[$0] == rewards[$1] && $0 > $1) }
  }
}
