import Foundation
import OctavoEngine
import Testing

@Suite struct TokenDistributionTests {
  /// A large vocabulary takes shortcuts that a small one does not show.
  @Test(arguments: [0.05, 0.3, 0.9, 0.999])
  func theNucleusIsTheSmallestThatReachesItsMass(topP: Double) {
    let logits = randomTensor([5000], seed: 1, scale: 3).values
    let full = TokenDistribution(logits: logits, SamplingSettings()).probabilities
    let nucleus = TokenDistribution(logits: logits, SamplingSettings(topP: topP)).probabilities
    let kept = full.indices.filter { nucleus[$0] > 0 }
    let mass = kept.reduce(0.0) { $0 + Double(full[$1]) }
    let least = kept.map { full[$0] }.min() ?? 0
    let highestDropped = full.indices.filter { nucleus[$0] == 0 }.map { full[$0] }.max() ?? 0
    #expect(mass >= topP - 1e-4)
    #expect(mass - Double(least) < topP + 1e-4)
    #expect(least >= highestDropped)
    #expect(abs(nucleus.reduce(0, +) - 1) < 1e-5)
  }

  /// The inverse of so low a temperature is no number.
  @Test(arguments: [5e-324, 1e-300, 1e-39]) func theLowestTemperaturesTakeTheLikeliest(
    temperature: Double
  ) {
    let distribution = TokenDistribution(
      logits: [0.5, 2, -1], SamplingSettings(temperature: temperature))
    #expect(distribution.probabilities == [0, 1, 0])
    #expect(distribution.token(at: 0.99) == 1)
  }

  @Test(arguments: [1, 2, 50, 4999, 5000, 9000])
  func topKKeepsTheKHighest(k: Int) {
    let logits = randomTensor([5000], seed: 2).values
    let probabilities = TokenDistribution(logits: logits, SamplingSettings(topK: k)).probabilities
    let kept = probabilities.indices.filter { probabilities[$0] > 0 }
    let expected = logits.indices.sorted { logits[$0] > logits[$1] }.prefix(k)
    #expect(Set(kept) == Set(expected))
  }

  @Test func greedyTakesTheFirstOfTheHighest() {
    let distribution = TokenDistribution(
      logits: [1, 3, 3, 0], SamplingSettings(temperature: 0))
    #expect(distribution.probabilities == [0, 1, 0, 0])
  }

  @Test func drawsFollowTheProbabilities() {
    let distribution = TokenDistribution(probabilities: [0.2, 0, 0.5, 0.3])
    var stream = RandomStream(seed: 9)
    var counts = [0, 0, 0, 0]
    for _ in 0..<20_000 { counts[Int(distribution.token(at: stream.uniform()))] += 1 }
    for (count, probability) in zip(counts, [0.2, 0, 0.5, 0.3]) {
      #expect(abs(Double(count) / 20_000 - probability) < 0.015)
    }
  }

  @Test func extremeScoresStayFinite() {
    let probabilities = TokenDistribution(
      logits: [3e38, -3e38, 0], SamplingSettings(temperature: 0.01)
    ).probabilities
    #expect(probabilities == [1, 0, 0])
  }
}
