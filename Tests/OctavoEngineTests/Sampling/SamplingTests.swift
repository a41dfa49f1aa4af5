import Foundation
import OctavoEngine
import Testing

@Suite struct SamplingTests {
  let stream = RandomStream(seed: 6)
  static let prompts: [[Int32]] = (0..<20).map { row in
    (0...(row * 3) % 11).map { Int32(($0 + row) % 23) }
  }

  @Test(arguments: GPTDecoderTests.configurations.indices)
  func aSampleDoesNotDependOnItsBatch(index: Int) throws {
    let model = try GPTDecoderTests.model(index)
    let settings = SamplingSettings(maximumTokens: 25, temperature: 0.8, topK: 10, topP: 0.95)
    let together = try model.sample(prompts: Self.prompts, settings: settings, stream: stream)
    let alone = try model.sample(prompts: [Self.prompts[0]], settings: settings, stream: stream)
    #expect(together.count == 20)
    #expect(together.allSatisfy { $0.tokens.count == 25 && !$0.isStopped })
    #expect(alone[0] == together[0])
    let first = try model.sample(
      prompts: Array(Self.prompts.prefix(7)), settings: settings, stream: stream)
    #expect(first == Array(together.prefix(7)))
  }

  /// The definition: the whole text through the model for every token, and the highest score.
  @Test(arguments: GPTDecoderTests.configurations.indices)
  func greedyFollowsTheHighestScoreAlsoBeyondTheContext(index: Int) throws {
    let model = try GPTDecoderTests.model(index)
    let prompt: [Int32] = [3, 1, 4]
    let sample = try model.sample(
      prompts: [prompt], settings: SamplingSettings(maximumTokens: 60, temperature: 0),
      stream: stream)[0]
    var text = prompt
    for token in sample.tokens {
      let window = Array(text.suffix(40))
      let scores = model.logits(TokenBatch(rows: 1, columns: window.count, tokens: window))
        .values.suffix(23)
      let best = try #require(scores.max())
      // Two scores may tie within rounding.
      #expect(scores[scores.startIndex + Int(token)] >= best - 1e-5)
      text.append(token)
    }
    #expect(sample.tokens.count == 60)
  }

  @Test func aStopTokenEndsItsRowAlone() throws {
    let model = try GPTDecoderTests.model(0)
    let free = try model.sample(
      prompts: Self.prompts, settings: SamplingSettings(maximumTokens: 15), stream: stream)
    let stop = free[4].tokens[6]
    let stopped = try model.sample(
      prompts: Self.prompts,
      settings: SamplingSettings(maximumTokens: 15, stop: StopTexts(tokens: [stop])),
      stream: stream)
    for (free, stopped) in zip(free, stopped) {
      if let end = free.tokens.firstIndex(of: stop) {
        #expect(stopped == Sample(tokens: Array(free.tokens[...end]), isStopped: true))
      } else {
        #expect(stopped == free)
      }
    }
  }

  /// The same sample as without it, up to where its text first ends with the stop text; by itself, in
  /// a batch, and at any number of threads.
  @Test func aStopTextOfSeveralTokensEndsItsRowAlone() throws {
    let model = try GPTDecoderTests.model(0)
    let free = try model.sample(
      prompts: Self.prompts, settings: SamplingSettings(maximumTokens: 30), stream: stream)
    let spellings = (0..<23).map { [UInt8(97 + $0)] }
    let texts = [free[4].tokens[6...8], free[9].tokens[2...3]].map { tokens in
      String(decoding: tokens.flatMap { spellings[Int($0)] }, as: UTF8.self)
    }
    let stop = StopTexts(texts, spellings: spellings)
    for count in [1, 2, 3] {
      let stopped = try Parallel.withThreads(count) {
        try model.sample(
          prompts: Self.prompts, settings: SamplingSettings(maximumTokens: 30, stop: stop),
          stream: stream)
      }
      for (free, stopped) in zip(free, stopped) {
        let end = stop.end(of: free.tokens)
        #expect(stopped.isStopped == (end != nil))
        #expect(stopped.tokens == Array(free.tokens[...(end ?? 29)]))
      }
      #expect(stopped[4].isStopped && stopped[9].isStopped)
      #expect(stopped.contains { !$0.isStopped })
    }
  }

  @Test func mistakesAreNamed() throws {
    let model = try GPTDecoderTests.model(0)
    func sample(_ prompt: [Int32], _ settings: SamplingSettings = SamplingSettings()) throws {
      _ = try model.sample(prompts: [[1], prompt], settings: settings, stream: stream)
    }
    #expect(throws: SamplingError.emptyPrompt(row: 1)) { try sample([]) }
    #expect(throws: SamplingError.unknownToken(23, vocabularySize: 23)) { try sample([23]) }
    for settings in [
      SamplingSettings(temperature: -1), SamplingSettings(temperature: .nan),
      SamplingSettings(topK: 0), SamplingSettings(topP: 0), SamplingSettings(minP: 2),
      SamplingSettings(repetitionPenalty: 0), SamplingSettings(maximumTokens: -1),
    ] {
      #expect(throws: SamplingError.self) { try sample([1], settings) }
    }
  }
}
