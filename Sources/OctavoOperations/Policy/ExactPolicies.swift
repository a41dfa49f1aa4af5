import OctavoBase
import OctavoEngine

/// Policies whose every response is known with its probability.
struct ExactPolicies {
  /// What a policy comes to.
  struct PolicyMeasures {
    /// E_π[r]
    let reward: Double
    /// The rewards' standard deviation under π.
    let deviation: Double
    /// KL(π ‖ π_ref), in nats.
    let kl: Double
    /// J = reward − β · kl
    let objective: Double
    /// Of the gain that is possible over the reference.
    let fraction: Double
  }

  let space: SequenceSpace
  let responses: [[Int32]]
  let rewards: [Double]
  let problem: RegularizedObjective
  let reference: Categorical
  let policy: Categorical
  let optimum: Categorical

  init(
    space: SequenceSpace, responses: [[Int32]], rewards: [Double], coefficient: Double,
    reference: Categorical, policy: Categorical
  ) {
    self.space = space
    self.responses = responses
    self.rewards = rewards
    problem = RegularizedObjective(
      reference: reference, rewards: rewards, coefficient: coefficient)
    self.reference = reference
    self.policy = policy
    optimum = problem.optimum
  }

  /// J(π*) − J(π_ref), which is 0 only where all rewards are the same.
  var gain: Double {
    // The difference of two sums of many terms is not exactly zero.
    rewards.allSatisfy { $0 == rewards[0] }
      ? 0 : problem.optimalValue - problem.value(of: reference)
  }

  func measures(of policy: Categorical) -> PolicyMeasures {
    let objective = problem.value(of: policy)
    let mean = policy.expectation { rewards[$0] }
    let variance = policy.expectation { (rewards[$0] - mean) * (rewards[$0] - mean) }
    return PolicyMeasures(
      reward: mean, deviation: variance.squareRoot(), kl: policy.klDivergence(to: reference),
      objective: objective, fraction: (objective - problem.value(of: reference)) / gain)
  }

  /// The best of n responses of the reference.
  func bestOf(_ n: Int) -> Categorical {
    if n == 1 { return reference }
    return Categorical(
      probabilities: BestOfN.distribution(reference.probabilities, rewards: rewards, n: n))
  }

  /// Where GRPO comes to rest; `nil` where that is not found.
  func groupRelativeFixedPoint(coefficient: Double) -> Categorical? {
    GroupRelativeFixedPoint(
      of: space, reference: reference, rewards: rewards, coefficient: coefficient)?.policy
  }

  /// The optimum for coefficients from thirty times this one down to a thirtieth.
  func frontier() -> [(coefficient: Double, kl: Double, reward: Double)] {
    stride(from: 1.5, through: -1.5, by: -0.05).map { exponent in
      let coefficient = problem.coefficient * Double.pow(10, exponent)
      let optimum = RegularizedObjective(
        reference: reference, rewards: rewards, coefficient: coefficient
      ).optimum
      return (
        coefficient, optimum.klDivergence(to: reference), optimum.expectation { rewards[$0] }
      )
    }
  }
}

extension Categorical {
  /// The outcomes of the highest probability, the first of equals first.
  func likeliest(_ count: Int) -> [Int] {
    let order = logProbabilities.indices.sorted {
      (-logProbabilities[$0], $0) < (-logProbabilities[$1], $1)
    }
    return Array(order.prefix(count))
  }
}
