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

  public var hasCritic: Bool { self == .ppo || self == .a2c }
  /// Whether the loss has a ratio to the policy that made the responses, so that more than one step
  /// can be taken on them. Without a ratio every step but the first would follow the gradient of a
  /// policy that the responses are not from.
  public var hasRatio: Bool { self == .ppo || self == .grpo }
  /// What the loss is the mean of: the tokens of all responses, or as GRPO's paper has it the means
  /// of the responses.
  public var usualAggregation: Aggregation { self == .grpo ? .sequences : .tokens }
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
