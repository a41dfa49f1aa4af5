import OctavoEngine
import Testing

/// Tokens that an environment inserted are read, and nothing else.
@Suite struct InsertedTokensTests {
  private let examples = [
    PromptResponse(prompt: [1, 2], response: [3, 0, 4, 5, 1, 2, 0], inserted: [2..<4, 5..<6]),
    PromptResponse(prompt: [5], response: [2, 1], inserted: []),
    PromptResponse(prompt: [0, 4, 1], response: [5, 5, 3], inserted: [0..<2]),
    PromptResponse(prompt: [3], response: [1, 2, 4, 4], inserted: [2..<4]),
  ]

  private func model() throws -> GPT {
    try GPT(
      GPT.Configuration(vocabularySize: 6, context: 10, layers: 2, heads: 2, width: 16),
      stream: RandomStream(seed: 2))
  }

  private var batch: ResponseBatch {
    ResponseBatch(
      prompts: examples.map(\.prompt), responses: examples.map(\.response),
      inserted: examples.map(\.inserted))
  }

  @Test func areNoRealTokens() {
    let batch = batch
    #expect(batch.labels == [3, 0, 1, 0, 2, 1, 3, 1, 2])
    #expect(batch.predictors.map { batch.tokens.tokens[Int($0)] } == [2, 3, 5, 2, 5, 2, 5, 3, 1])
    #expect(batch.mask.lengths == [4, 2, 1, 2])
    #expect(batch.mask.realColumns(inRow: 0) == [0, 1, 4, 6])
    let spread = batch.spread(Array(stride(from: 1.0, through: 9, by: 1)))
    #expect(Array(spread.row(0)) == [1, 2, 0, 0, 3, 0, 4])
    #expect(batch.packed(spread.values) == Array(stride(from: 1.0, through: 9, by: 1)))
    #expect(batch.rows([2, 0]).labels == [3, 3, 0, 1, 0])
    #expect(batch.rows([2, 0]).mask.realColumns(inRow: 0) == [2])
  }

  /// The same from the log-probabilities of whole texts, which know nothing of responses.
  @Test func onlyWrittenTokensHaveLogProbabilities() throws {
    let model = try model()
    var (total, count) = (0.0, 0)
    for (example, sum) in zip(examples, model.logProbabilities(of: examples)) {
      let all = try model.logProbabilities(of: example.prompt + example.response)
        .suffix(example.response.count)
      let inserted = Set(example.inserted.joined())
      let written = all.enumerated().filter { !inserted.contains($0.offset) }.map(\.element)
      #expect(abs(sum - written.reduce(0, +)) < 1e-5)
      total -= written.reduce(0, +)
      count += written.count
    }
    let loss = try #require(model.loss(on: examples))
    #expect(abs(loss - total / Double(count)) < 1e-5)
  }

  /// What is inserted at the end is not even read; before, the text after it depends on it.
  @Test func whatStandsBehindAndBefore() throws {
    let model = try model()
    func loss(_ change: (inout PromptResponse) -> Void) throws -> Double {
      var changed = examples
      for index in changed.indices { change(&changed[index]) }
      return try #require(model.loss(on: changed))
    }
    let plain = try loss { _ in }
    let atEnd = try loss { if $0.inserted == [2..<4] { $0.response[2...3] = [0, 5] } }
    #expect(abs(plain - atEnd) < 1e-6)
    let before = try loss { if $0.inserted == [0..<2] { $0.response[0...1] = [0, 1] } }
    #expect(abs(plain - before) > 1e-4)
  }

  @Test func aResponseThatNobodyWroteTeachesNothing() {
    let configuration = GPT.Configuration(
      vocabularySize: 6, context: 10, layers: 1, heads: 1, width: 4)
    var example = PromptResponse(prompt: [1], response: [2, 3], inserted: [0..<2])
    #expect(example.problem(for: configuration) == .emptyResponse)
    example.inserted = [0..<1]
    #expect(example.problem(for: configuration) == nil)
  }
}
