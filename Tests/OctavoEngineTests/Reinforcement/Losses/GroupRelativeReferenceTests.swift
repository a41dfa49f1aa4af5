import Foundation
import OctavoEngine
import Testing

/// GRPO's variants against TRL's losses in float64, which `make_group_relative_reference.py` wrote.
@Suite struct GroupRelativeReferenceTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let loss, level: String
      let low, high: Double
      let delta: Double?
      let beta, value: Double
      let gradient: [Double]
    }
    let cases: [Case]
    let overlong: [Double]
  }

  private static let mask = TokenMask(lengths: [5, 2, 1, 4], columns: 5)
  private static let mostTokens = 7

  private static func reference() throws -> Reference {
    let url = try #require(
      Bundle.module.url(forResource: "group_relative_reference", withExtension: "json"))
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
  }

  private static func sines(_ count: Int, _ phase: Double, _ scale: Double) -> [Double] {
    (0..<count).map { scale * sin(1.7 * Double($0) + phase) }
  }

  private static func grid(_ values: [Double]) -> TokenValues {
    TokenValues(rows: 4, columns: 5, values: values)
  }

  private static func aggregation(_ loss: String) throws -> Aggregation {
    try #require(
      [
        "grpo": .sequences, "bnpo": .tokens, "dapo": .tokens, "dr_grpo": .constant,
      ][loss])
  }

  @Test func lossesAndGradientsAreThoseOfTRL() throws {
    let old = Self.grid(Self.sines(20, 0, 1).map { $0 - 1 })
    let new = old.combined(with: Self.grid(Self.sines(20, 0.5, 0.4)), +)
    let reference = old.combined(with: Self.grid(Self.sines(20, 1, 0.3)), +)
    let advantages = Self.grid(
      Self.sines(4, 2, 1).flatMap { Array(repeating: $0, count: 5) })
    let cases = try Self.reference().cases
    #expect(cases.count == 16)
    for expected in cases {
      let loss = GroupRelativeLoss(
        surrogate: ClippedPolicyLoss(
          clipLow: expected.low, clipHigh: expected.high, dualClip: expected.delta,
          ratio: try #require(RatioLevel(rawValue: expected.level)),
          aggregation: try Self.aggregation(expected.loss), constantLength: Self.mostTokens),
        coefficient: expected.beta)
      let result = loss(
        new, old: old, reference: reference, advantages: advantages, mask: Self.mask)
      let name = "\(expected.loss), \(expected.level), \(expected.high)"
      #expect(abs(result.value - expected.value) < 1e-12, "\(name)")
      for (gradient, other) in zip(result.gradient, expected.gradient) {
        #expect(abs(gradient - other) < 1e-12, "\(name)")
      }
    }
  }

  @Test func overlongResponsesArePunishedAsInTRL() throws {
    let penalty = OverlongPenalty(maximum: Self.mostTokens, soft: 3)
    let expected = try Self.reference().overlong
    #expect(expected.count == Self.mostTokens)
    for (length, other) in zip(1..., expected) { #expect(penalty(length) == other) }
    #expect(penalty(Self.mostTokens + 2) == -1)
  }

  /// The settings that a method's name stands for.
  @Test func methodsHaveTheirPapersSettings() {
    func settings(_ method: PolicyMethod) -> ProximalPolicyOptimization.Settings {
      .init(method: method)
    }
    let plain = settings(.grpo)
    #expect(plain.loss.policy.ratio == .token && plain.loss.policy.clipHigh == 0.2)
    #expect(plain.advantages.groupScale == .group && plain.rollout.rounds == 1)
    #expect(settings(.drGRPO).loss.policy.aggregation == .constant)
    #expect(settings(.drGRPO).advantages.groupScale == .nothing)
    #expect(settings(.gspo).loss.policy.ratio == .sequence)
    #expect(settings(.gspo).loss.policy.aggregation == .sequences)
    #expect(settings(.dapo).loss.policy.clipHigh == 0.28)
    #expect(settings(.dapo).loss.policy.aggregation == .tokens)
    #expect(settings(.dapo).rollout.rounds > 1)
  }

  @Test func advantagesAreScaledByTheirGroupTheBatchOrNot() {
    let rewards: [Double] = [1, 0, 0, 0, 5, 1]
    func advantages(_ scale: GroupScale) -> [Double] {
      GroupAdvantages.relative(rewards, size: 2, scale: scale, epsilon: 0)
    }
    #expect(advantages(.nothing) == [0.5, -0.5, 0, 0, 2, -2])
    let half = 0.5.squareRoot()
    for (value, expected) in zip(
      GroupAdvantages.relative(rewards, size: 2, scale: .group),
      [half, -half, 0, 0, half, -half])
    {
      #expect(abs(value - expected) < 1e-3)
    }
    // The unbiased variance of all six is 113 / 30 = 3.7666…
    let deviation = (113.0 / 30).squareRoot()
    for (value, expected) in zip(advantages(.batch), advantages(.nothing)) {
      #expect(abs(value - expected / deviation) < 1e-12)
    }
  }
}
