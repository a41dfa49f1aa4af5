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
    let deviation = deviation(rewards)
    return centered(rewards).map { $0 / (deviation + epsilon) }
  }

  /// r − mean, which does not favour groups whose rewards vary little (Dr. GRPO, Liu et al. 2025).
  public static func centered(_ rewards: [Double]) -> [Double] {
    let mean = rewards.reduce(0, +) / Double(max(1, rewards.count))
    return rewards.map { $0 - mean }
  }

  /// The advantages of groups of the same size, one after another, against their group's mean.
  ///
  /// - Precondition: `size` is positive and divides the number of rewards.
  public static func relative(
    _ rewards: [Double], size: Int, scale: GroupScale, epsilon: Double = 1e-4
  ) -> [Double] {
    let groups = stride(from: 0, to: rewards.count, by: size).map {
      Array(rewards[$0..<$0 + size])
    }
    switch scale {
    case .group: return groups.flatMap { standardized($0, epsilon: epsilon) }
    case .nothing: return groups.flatMap(centered)
    case .batch:
      let deviation = rewards.count > 1 ? deviation(rewards) : 0
      return groups.flatMap(centered).map { $0 / (deviation + epsilon) }
    }
  }

  /// The index of the largest reward, the first of equals.
  public static func best(_ rewards: [Double]) -> Int? {
    rewards.indices.max { rewards[$0] < rewards[$1] || (rewards[$0] == rewards[$1] && $0 > $1) }
  }

  private static func deviation(_ rewards: [Double]) -> Double {
    var moments = RunningMoments()
    moments.add(rewards)
    return moments.deviation(.unbiased)
  }
}

/// What a reward less its group's mean is divided by; TRL's `scale_rewards`.
public enum GroupScale: String, Codable, Hashable, Sendable, CaseIterable {
  /// The deviation of its group's rewards: a group weighs the same however little they differ (GRPO).
  case group
  /// That of all rewards of the iteration.
  case batch
  /// Nothing (Dr. GRPO).
  case nothing = "none"
}
