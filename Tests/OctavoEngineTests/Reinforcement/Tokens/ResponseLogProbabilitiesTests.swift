import Foundation
import OctavoEngine
import Testing

@Suite struct ResponseLogProbabilitiesTests {
  private let examples = [
    PromptResponse(prompt: [1, 2], response: [3, 0, 4]),
    PromptResponse(prompt: [5], response: [2]),
    PromptResponse(prompt: [0, 4, 1, 3], response: [5, 5]),
  ]

  private func model() throws -> GPT {
    try GPT(
      GPT.Configuration(vocabularySize: 6, context: 8, layers: 2, heads: 2, width: 16),
      stream: RandomStream(seed: 2))
  }

  /// The same from the log-probabilities of whole texts, which know nothing of responses.
  @Test(arguments: [1, 2, 64]) func areSumsOverTheResponsesAlone(batch: Int) throws {
    let model = try model()
    let sums = model.logProbabilities(of: examples, batch: batch)
    #expect(sums.count == examples.count)
    for (example, sum) in zip(examples, sums) {
      let all = try model.logProbabilities(of: example.prompt + example.response)
      #expect(abs(sum - all.suffix(example.response.count).reduce(0, +)) < 1e-5)
    }
  }

  /// At a high temperature every token is as likely as any other.
  @Test func theTemperatureFlattens() throws {
    let sums = try model().logProbabilities(of: examples, temperature: 1e6)
    for (example, sum) in zip(examples, sums) {
      #expect(abs(sum + Double(example.response.count) * log(6)) < 1e-4)
    }
  }
}
