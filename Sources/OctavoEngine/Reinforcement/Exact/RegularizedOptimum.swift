import Foundation

/// The problem that RLHF solves, where its outcomes can be counted: the largest J(π) = E_π[r] − β
/// KL(π ‖ π_ref).
public struct RegularizedObjective: Sendable {
  public let reference: Categorical
  public let rewards: [Double]
  /// β
  public let coefficient: Double

  public init(reference: Categorical, rewards: [Double], coefficient: Double) {
    precondition(reference.count == rewards.count)
    self.reference = reference
    self.rewards = rewards
    self.coefficient = coefficient
  }

  /// π* ∝ π_ref exp(r / β).
  public var optimum: Categorical { Categorical(logits: tilted) }

  /// J(π*) = β log E_ref[exp(r / β)].
  public var optimalValue: Double { coefficient * logSumExp(tilted) }

  /// J(π).
  public func value(of policy: Categorical) -> Double {
    policy.expectation { penalizedReward($0, policy) }
  }

  private func penalizedReward(_ outcome: Int, _ policy: Categorical) -> Double {
    rewards[outcome]
      - coefficient * (policy.logProbabilities[outcome] - reference.logProbabilities[outcome])
  }

  private var tilted: [Double] {
    zip(reference.logProbabilities, rewards).map { $0 + $1 / coefficient }
  }
}
