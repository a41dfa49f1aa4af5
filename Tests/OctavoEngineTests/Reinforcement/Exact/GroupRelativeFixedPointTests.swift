import Foundation
import OctavoEngine
import Testing

@Suite struct GroupRelativeFixedPointTests {
  private static let space = SequenceSpace(symbols: 3, length: 3)
  private static let coefficient = 0.4

  private let reference: Categorical
  private let rewards: [Double]

  init() {
    var stream = RandomStream(seed: 6)
    reference = Categorical(logits: (0..<27).map { _ in Double.random(in: 0...2, using: &stream) })
    rewards = (0..<27).map { _ in Double.random(in: 0...1, using: &stream) }
  }

  /// log π of a sequence's tokens, each given those before it.
  private func tokens(_ policy: Categorical, _ sequence: Int) -> [Double] {
    let mass = policy.probabilities
    func prefix(_ length: Int) -> Double {
      let span = Int(pow(3, Double(3 - length)))
      let start = sequence / span * span
      return mass[start..<start + span].reduce(0, +)
    }
    return (1...3).map { log(prefix($0) / prefix($0 - 1)) }
  }

  /// The expected gradient of the training's own loss by the logits of every prefix, with groups
  /// so large that mean and deviation are those of the policy.
  private func gradient(of policy: Categorical) -> [[Int]: [Double]] {
    let mean = policy.expectation { rewards[$0] }
    let deviation = policy.expectation { pow(rewards[$0] - mean, 2) }.squareRoot()
    let loss = GroupRelativeLoss(surrogate: ClippedPolicyLoss(), coefficient: Self.coefficient)
    let mask = TokenMask(lengths: [3], columns: 3)
    var gradient: [[Int]: [Double]] = [:]
    for (index, sequence) in Self.space.sequences.enumerated() {
      let own = TokenValues(rows: 1, columns: 3, values: tokens(policy, index))
      let advantage = (rewards[index] - mean) / deviation
      let byToken = loss(
        own, old: own,
        reference: TokenValues(rows: 1, columns: 3, values: tokens(reference, index)),
        advantages: TokenValues(repeating: advantage, rows: 1, columns: 3), mask: mask
      ).gradient
      for place in 0..<3 {
        let prefix = sequence.prefix(place).map(Int.init)
        for symbol in 0..<3 {
          let branch = (prefix + [symbol] + [0, 0, 0]).prefix(3).reduce(0) { $0 * 3 + $1 }
          let probability = exp(tokens(policy, branch)[place])
          let share = (Int(sequence[place]) == symbol ? 1 : 0) - probability
          gradient[prefix, default: [0, 0, 0]][symbol] +=
            policy.probabilities[index] * Double(byToken[place]) * share
        }
      }
    }
    return gradient
  }

  private func largest(_ gradient: [[Int]: [Double]]) -> Double {
    gradient.values.joined().map { abs($0) }.max() ?? 0
  }

  @Test func theTrainingsGradientVanishesThere() throws {
    let fixedPoint = try #require(
      GroupRelativeFixedPoint(
        of: Self.space, reference: reference, rewards: rewards, coefficient: Self.coefficient))
    #expect(abs(fixedPoint.policy.probabilities.reduce(0, +) - 1) < 1e-12)
    #expect(largest(gradient(of: fixedPoint.policy)) < 1e-8)
    #expect(largest(gradient(of: reference)) > 1e-2)
    let optimum = RegularizedObjective(
      reference: reference, rewards: rewards, coefficient: Self.coefficient
    ).optimum
    #expect(largest(gradient(of: optimum)) > 1e-3)
  }

  @Test func aPolicyThatDoesNotSettleIsNone() {
    let same = [Double](repeating: 1, count: 27)
    #expect(
      GroupRelativeFixedPoint(
        of: Self.space, reference: reference, rewards: same, coefficient: 1) == nil)
  }
}
