/// How a policy is learned from the rewards of its own responses.
public enum PolicyMethod: String, Codable, Hashable, Sendable, CaseIterable {
  /// Proximal policy optimization (Schulman et al. 2017), as RLHF has it (Ziegler et al. 2019).
  case ppo
  /// Advantage actor-critic (Mnih et al. 2016): the same rollout, advantages and critic, without
  /// ratios and clipping.
  case a2c
  /// REINFORCE with the group's other responses as the baseline (Ahmadian et al. 2024): no critic.
  case rloo
  /// Group-relative policy optimization (Shao et al. 2024): no critic, and the KL penalty in the
  /// loss.
  case grpo
  /// GRPO without the two divisions that bias it (Liu et al. 2025, arXiv 2503.20783): rewards are
  /// not divided by their group's deviation, and a response's tokens not by its length.
  case drGRPO = "dr-grpo"
  /// GRPO with one ratio for a response, the geometric mean of its tokens', clipped as a whole
  /// (Zheng et al. 2025, arXiv 2507.18071).
  case gspo
  /// GRPO with a higher upper clip range, a loss that is the mean over all tokens, and other prompts
  /// in place of those whose responses all score the same (Yu et al. 2025, arXiv 2503.14476).
  case dapo
  /// PPO that may only choose among the tokens that an earlier state of the policy finds probable
  /// (Ramamurthy et al. 2023, arXiv 2210.01241).
  case nlpo

  public var hasCritic: Bool { [.ppo, .a2c, .nlpo].contains(self) }
  /// Whether the loss has a ratio to the policy that made the responses, so that more than one step
  /// can be taken on them. Without a ratio every step but the first would follow the gradient of a
  /// policy that the responses are not from.
  public var hasRatio: Bool { self != .a2c && self != .rloo }
  /// Whether a response's advantage is its reward against those of its group, in some scale, and the
  /// KL penalty is part of the loss.
  public var isGroupRelative: Bool { [.grpo, .drGRPO, .gspo, .dapo].contains(self) }
  /// What the loss is the mean of.
  public var usualAggregation: Aggregation {
    switch self {
    case .grpo, .gspo: .sequences
    case .drGRPO: .constant
    case .ppo, .a2c, .rloo, .dapo, .nlpo: .tokens
    }
  }
  public var usualRatio: RatioLevel { self == .gspo ? .sequence : .token }
  public var usualClipHigh: Double { self == .dapo ? 0.28 : 0.2 }
  public var usualGroupScale: GroupScale { self == .drGRPO ? .nothing : .group }
  /// How often an iteration samples at most, so that groups can be left out that teach nothing.
  public var usualRounds: Int { self == .dapo ? 4 : 1 }
  public var usualEpochs: Int { hasRatio ? 4 : 1 }
  public var usualMinibatches: Int { hasRatio ? 4 : 1 }
}

/// Where values come from.
public enum CriticKind: String, Codable, Hashable, Sendable, CaseIterable {
  /// A network of its own.
  case separate
  /// A head on the actor's last hidden state.
  case shared
}
