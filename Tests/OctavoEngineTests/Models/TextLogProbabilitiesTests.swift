import Foundation
import OctavoEngine
import Testing

@Suite struct TextLogProbabilitiesTests {
  let model: GPT
  let tokens = (0..<100).map { Int32($0 * $0 % 13) }

  init() throws {
    model = try GPT(
      GPT.Configuration(vocabularySize: 13, context: 8, layers: 1, heads: 2, width: 8),
      stream: RandomStream(seed: 2))
  }

  /// Window by window, each alone.
  @Test(arguments: [1, 3, 16])
  func everyTokenButTheFirstIsPredictedOnce(batch: Int) throws {
    let actual = try model.logProbabilities(of: tokens, batch: batch)
    var expected: [Double] = []
    for start in stride(from: 0, to: 99, by: 8) {
      let end = min(start + 8, 99)
      let window = TokenBatch(rows: 1, columns: end - start, tokens: Array(tokens[start..<end]))
      let targets = Array(tokens[start + 1...end])
      let logits = Variable(model.logits(window))
      expected += logits.logProbabilities(of: targets).value.values.map(Double.init)
    }
    #expect(actual.count == 99)
    #expect(zip(actual, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func anUntrainedModelKnowsNothing() throws {
    let logProbabilities = try model.logProbabilities(of: tokens)
    let perplexity = exp(-logProbabilities.reduce(0, +) / Double(logProbabilities.count))
    #expect(abs(perplexity - 13) < 1)
  }

  @Test func textsThatCannotBePredictedAreErrors() {
    #expect(throws: TrainingError.self) { _ = try model.logProbabilities(of: [1]) }
    #expect(throws: TrainingError.unknownToken(13, vocabularySize: 13)) {
      _ = try model.logProbabilities(of: [1, 13])
    }
  }
}
