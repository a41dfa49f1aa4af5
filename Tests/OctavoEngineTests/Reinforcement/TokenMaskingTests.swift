import Foundation
import OctavoEngine
import Testing

/// NLPO, whose policy chooses among the tokens that an earlier state of it finds probable.
@Suite struct TokenMaskingTests {
  private func training(
    topP: Double, iterations: Int = 1, interval: Int = 10
  ) throws -> ProximalPolicyOptimization {
    try SmallTask().training(
      SmallTask.settings(.nlpo, iterations: iterations) {
        $0.policyMask.topP = topP
        $0.policyMask.interval = interval
        $0.recording.responses = 12
        $0.recording.interval = 1
      })
  }

  /// log π of every token that may come next.
  private func next(_ model: GPT, after tokens: [Int32]) -> [Double] {
    model.logProbabilities(
      of: (0..<Int32(model.configuration.vocabularySize)).map {
        PromptResponse(prompt: tokens, response: [$0])
      })
  }

  /// The most probable tokens until they reach a probability.
  private func nucleus(_ logProbabilities: [Double], _ mass: Double) -> Set<Int> {
    var (kept, sum): (Set<Int>, Double) = ([], 0)
    for token in logProbabilities.indices.sorted(by: { logProbabilities[$0] > logProbabilities[$1] }
    ) where sum < mass {
      kept.insert(token)
      sum += exp(logProbabilities[token])
    }
    return kept
  }

  /// Token by token against an enumeration of all that could have come next.
  @Test func logProbabilitiesAreThoseAmongTheTokensThatAreAllowed() throws {
    var training = try training(topP: 0.6)
    let model = training.reference
    try training.advance()
    #expect(training.records.count == 12)
    for record in training.records {
      for (index, token) in record.response.enumerated() {
        let logProbabilities = next(model, after: record.prompt + record.response[..<index])
        let allowed = nucleus(logProbabilities, 0.6)
        try #require(allowed.contains(Int(token)))
        let total = allowed.reduce(0) { $0 + exp(logProbabilities[$1]) }
        let expected = logProbabilities[Int(token)] - log(total)
        #expect(abs(record.logProbabilities[index] - expected) < 1e-5)
        // The reference and the divergence from it know of no mask.
        #expect(abs(record.referenceLogProbabilities[index] - logProbabilities[Int(token)]) < 1e-5)
        #expect(record.kl[index] == 0)
      }
    }
  }

  @Test func aMaskThatAllowsEverythingIsPPO() throws {
    var masked = try training(topP: 1, iterations: 3)
    var plain = try SmallTask().training(
      SmallTask.settings(.ppo, iterations: 3) {
        $0.recording.responses = 12
        $0.recording.interval = 1
      })
    while !masked.isFinished {
      try masked.advance()
      try plain.advance()
    }
    #expect(masked.history == plain.history)
    #expect(masked.numbers == plain.numbers)
  }

  @Test func aSingleAllowedTokenHasProbabilityOne() throws {
    var training = try training(topP: 1e-6)
    let iteration = try training.advance()
    #expect(training.records.allSatisfy { $0.logProbabilities.allSatisfy { $0 == 0 } })
    #expect(iteration.smallestRatio == 1 && iteration.largestRatio == 1)
    #expect(abs(iteration.entropy) < 1e-12)
  }

  @Test func theMaskingPolicyFollowsAfterSoManyIterations() throws {
    var training = try training(topP: 0.9, iterations: 4, interval: 2)
    let start = training.reference.parameters.tensors
    func masking() -> [Tensor]? { training.maskingPolicy?.merged.parameters.tensors }
    try training.advance()
    #expect(masking() == start)
    try training.advance()
    #expect(masking() == training.actor.merged.parameters.tensors)
    #expect(masking() != start)
    try training.advance()
    #expect(masking() != training.actor.merged.parameters.tensors)
  }

  @Test func samplesStayWithinTheNucleus() throws {
    let model = try SmallTask().model()
    let other = try SmallTask().model(seed: 9)
    let samples = try model.sample(
      prompts: SmallTask.prompts, settings: SamplingSettings(maximumTokens: 6),
      within: NucleusMask(other, topP: 0.4), stream: RandomStream(seed: 3))
    for (prompt, sample) in zip(SmallTask.prompts, samples) {
      for (index, token) in sample.tokens.enumerated() {
        let logProbabilities = next(other, after: prompt + sample.tokens[..<index])
        #expect(nucleus(logProbabilities, 0.4).contains(Int(token)))
      }
    }
  }
}
