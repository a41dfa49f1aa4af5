import OctavoEngine
import Testing

/// Samples into which something else writes.
@Suite struct EnvironmentSamplingTests {
  /// Answers each turn with as many tokens as it has, one higher each, and at the third turn ends.
  private struct Echo: SamplingEnvironment {
    var turns = 0

    mutating func reply(to written: [Int32]) -> [Int32]? {
      turns += 1
      return turns == 3 ? nil : written.map { ($0 + 1) % 23 }.filter { $0 != 2 }
    }
  }

  private let stream = RandomStream(seed: 6)
  private let prompts = Array(SamplingTests.prompts.prefix(12))

  private func settings(temperature: Double = 1) -> SamplingSettings {
    SamplingSettings(
      maximumTokens: 28, temperature: temperature, stop: StopTexts(tokens: [1, 4, 9, 12, 17, 20]))
  }

  private func samples(
    _ model: GPT, _ prompts: [[Int32]], temperature: Double = 1
  ) throws -> [Sample] {
    try model.sample(
      prompts: prompts, settings: settings(temperature: temperature),
      environments: prompts.map { _ in Echo() }, stream: stream)
  }

  @Test(arguments: GPTDecoderTests.configurations.indices)
  func whatIsInsertedIsTheReplyToEachTurn(index: Int) throws {
    for sample in try samples(GPTDecoderTests.model(index), prompts) {
      var echo = Echo()
      var (rest, place) = (sample.inserted[...], 0)
      #expect(sample.tokens.count <= 28)
      while let end = sample.tokens[place...].firstIndex(where: {
        [1, 4, 9, 12, 17, 20].contains($0)
      }) {
        guard let reply = echo.reply(to: Array(sample.tokens[place...end])) else {
          #expect(sample.isStopped && end == sample.tokens.count - 1 && rest.isEmpty)
          break
        }
        place = end + 1
        if end + 1 + reply.count >= 28 {
          #expect(!sample.isStopped && rest.isEmpty && sample.tokens.count == end + 1)
          break
        }
        guard !reply.isEmpty else { continue }
        let first = rest.popFirst()
        let range = try #require(first)
        #expect(range == place..<place + reply.count)
        #expect(Array(sample.tokens[range]) == reply)
        place = range.upperBound
      }
    }
  }

  @Test(arguments: GPTDecoderTests.configurations.indices)
  func aSampleDependsNeitherOnItsBatchNorOnThreads(index: Int) throws {
    let model = try GPTDecoderTests.model(index)
    let together = try samples(model, prompts)
    #expect(together.contains { $0.isStopped } && together.contains { $0.inserted.count > 1 })
    #expect(try samples(model, Array(prompts.prefix(1))) == [together[0]])
    #expect(try samples(model, Array(prompts.prefix(5))) == Array(together.prefix(5)))
    for threads in [1, 3] {
      #expect(try Parallel.withThreads(threads) { try samples(model, prompts) } == together)
    }
  }

  /// The definition: the whole text through the model for every token that is written.
  @Test(arguments: GPTDecoderTests.configurations.indices)
  func cachedDecodingIsTheWholePass(index: Int) throws {
    let model = try GPTDecoderTests.model(index)
    for (prompt, sample) in zip(prompts, try samples(model, prompts, temperature: 0)) {
      let inserted = Set(sample.inserted.joined())
      var text = prompt
      for (place, token) in sample.tokens.enumerated() {
        let window = Array(text.suffix(40))
        let scores = model.logits(TokenBatch(rows: 1, columns: window.count, tokens: window))
          .values.suffix(23)
        let best = try #require(scores.max())
        if !inserted.contains(place) {
          #expect(scores[scores.startIndex + Int(token)] >= best - 1e-5)
        }
        text.append(token)
      }
    }
  }

  @Test func withoutRepliesItIsAnyOtherSample() throws {
    struct Silence: SamplingEnvironment {
      mutating func reply(to written: [Int32]) -> [Int32]? { nil }
    }
    let model = try GPTDecoderTests.model(0)
    let silent = try model.sample(
      prompts: prompts, settings: settings(), environments: prompts.map { _ in Silence() },
      stream: stream)
    #expect(
      try silent == model.sample(prompts: prompts, settings: settings(), stream: stream))
  }
}
