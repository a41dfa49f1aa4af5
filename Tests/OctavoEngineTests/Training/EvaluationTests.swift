import Foundation
import OctavoEngine
import Testing

@Suite struct EvaluationTests {
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

  @Test func perplexityIsTheExponentialOfTheLoss() throws {
    let evaluation = try model.evaluate(on: tokens)
    #expect(evaluation.tokens == 99)
    #expect(evaluation.perplexity == exp(evaluation.loss))
    // An untrained model knows nothing yet.
    #expect(abs(evaluation.perplexity - 13) < 1)
  }

  @Test func textsThatCannotBePredictedAreErrors() {
    #expect(throws: TrainingError.self) { _ = try model.evaluate(on: [1]) }
    #expect(throws: TrainingError.unknownToken(13, vocabularySize: 13)) {
      _ = try model.evaluate(on: [1, 13])
    }
  }
}
