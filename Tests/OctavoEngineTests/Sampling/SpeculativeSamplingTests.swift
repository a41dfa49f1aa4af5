import Foundation
import OctavoEngine
import Testing

/// Texts that a draft proposes tokens for are distributed as those without one, by the bounds that
/// `make_speculative_reference.py` wrote.
@Suite struct SpeculativeSamplingTests {
  private struct Reference: Decodable {
    struct Excess: Decodable {
      let wanted, proposed, excess: [Double]
    }

    let bounds: [Double]
    let excess: [Excess]

    init() throws {
      let url = try #require(
        Bundle.module.url(forResource: "speculative_reference", withExtension: "json"))
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    }
  }

  private static let symbols: Int32 = 4
  private let stream = RandomStream(seed: 8)

  /// A model of four tokens that is far from uniform.
  private static func tiny(seed: UInt64, layers: Int = 1, context: Int = 12) throws -> GPT {
    var model = try GPT(
      .init(
        vocabularySize: Int(symbols), context: context, layers: layers, heads: 2, width: 8),
      stream: RandomStream(seed: seed))
    for (index, name) in model.parameters.names.enumerated() {
      let tensor = model.parameters.tensors[index]
      let noise = randomTensor(tensor.shape, seed: seed * 100 + UInt64(index), scale: 0.5)
      model.parameters[name] = Tensor(zip(tensor.values, noise.values).map(+), shape: tensor.shape)
    }
    return model
  }

  private static func distribution(
    _ model: GPT, after text: [Int32], _ settings: SamplingSettings
  ) -> TokenDistribution {
    let scores = model.logits(TokenBatch(rows: 1, columns: text.count, tokens: text))
    return TokenDistribution(logits: scores.values.suffix(Int(symbols)), seen: text, settings)
  }

  /// Of every text, by the whole pass.
  private static func exact(
    _ model: GPT, after text: [Int32], _ count: Int, _ settings: SamplingSettings
  ) -> [[Int32]: Double] {
    if count == 0 { return [[]: 1] }
    let next = distribution(model, after: text, settings).probabilities
    var result: [[Int32]: Double] = [:]
    for token in 0..<symbols where next[Int(token)] > 0 {
      for (rest, probability) in exact(model, after: text + [token], count - 1, settings) {
        result[[token] + rest] = Double(next[Int(token)]) * probability
      }
    }
    return result
  }

  static let settings = [
    SamplingSettings(maximumTokens: 3),
    SamplingSettings(maximumTokens: 3, temperature: 0.7, topK: 3),
    SamplingSettings(maximumTokens: 3, temperature: 1.5, topP: 0.9),
    SamplingSettings(maximumTokens: 3, minP: 0.1, repetitionPenalty: 1.4),
  ]

  /// Chi-square over all texts, the rare ones counted as one. The draft alone fails by far.
  @Test(arguments: settings.indices, [1, 2, 5])
  func frequenciesAreThoseOfTheModel(index: Int, lookahead: Int) throws {
    let (model, draft) = (try Self.tiny(seed: 3, layers: 2), try Self.tiny(seed: 4))
    let settings = Self.settings[index]
    let count = 20_000
    let prompts = [[Int32]](repeating: [1, 2], count: count)
    let samples = try model.sample(
      prompts: prompts, settings: settings, draft: Draft(draft, lookahead: lookahead),
      stream: stream)
    let alone = try draft.sample(prompts: prompts, settings: settings, stream: stream)
    let exact = Self.exact(model, after: [1, 2], 3, settings)
    let bounds = try Reference().bounds

    func chiSquare(_ texts: [[Int32]]) -> (statistic: Double, bound: Double) {
      let counts = Dictionary(grouping: texts) { $0 }.mapValues(\.count)
      #expect(counts.values.reduce(0, +) == count)
      var (statistic, cells, rare, seenRare) = (0.0, 0, 0.0, 0.0)
      for (text, probability) in exact.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        let expected = probability * Double(count)
        let seen = Double(counts[text] ?? 0)
        if expected < 5 {
          (rare, seenRare) = (rare + expected, seenRare + seen)
        } else {
          statistic += (seen - expected) * (seen - expected) / expected
          cells += 1
        }
      }
      if rare > 1 {
        statistic += (seenRare - rare) * (seenRare - rare) / rare
        cells += 1
      }
      return (statistic, bounds[cells - 2])
    }

    let together = chiSquare(samples.map(\.sample.tokens))
    #expect(together.statistic < together.bound)
    #expect(samples.allSatisfy { exact[$0.sample.tokens] != nil })
    let other = chiSquare(alone.map(\.tokens))
    #expect(other.statistic > 3 * other.bound)
  }

  /// The share of first proposals that are accepted is the overlap Σ min(p, q) (Leviathan et al.
  /// 2023, theorem 3.5).
  @Test(arguments: settings.indices)
  func acceptanceIsTheOverlap(index: Int) throws {
    let (model, draft) = (try Self.tiny(seed: 3, layers: 2), try Self.tiny(seed: 4))
    var settings = Self.settings[index]
    settings.maximumTokens = 2
    let count = 20_000
    let samples = try model.sample(
      prompts: Array(repeating: [1, 2], count: count), settings: settings,
      draft: Draft(draft, lookahead: 3), stream: stream)
    let counts = samples.map(\.counts).reduce(SpeculationCounts(), +)
    #expect(counts.proposed == count && counts.judged == count)
    #expect(counts.passes == 2 * count - counts.accepted)
    let (p, q) = (
      Self.distribution(model, after: [1, 2], settings),
      Self.distribution(draft, after: [1, 2], settings)
    )
    let overlap = zip(p.probabilities, q.probabilities).reduce(0) { $0 + Double(min($1.0, $1.1)) }
    let share = Double(counts.accepted) / Double(count)
    #expect(abs(share - overlap) < 4 * (overlap * (1 - overlap) / Double(count)).squareRoot())
    #expect(overlap < 0.95)
  }

  @Test func theExcessIsThatOfNumPy() throws {
    for reference in try Reference().excess {
      let (wanted, proposed) = (
        TokenDistribution(probabilities: reference.wanted.map(Float.init)),
        TokenDistribution(probabilities: reference.proposed.map(Float.init))
      )
      expectClose(wanted.excess(over: proposed).probabilities, reference.excess)
      #expect(wanted.excess(over: wanted) == wanted)
    }
  }

  /// The bits of a block's scores are those of its tokens one by one, so nothing may differ.
  @Test(arguments: GPTDecoderTests.configurations.indices, [1, 3, 8])
  func greedyGivesTheSameTokens(index: Int, lookahead: Int) throws {
    let model = try GPTDecoderTests.model(index)
    let draft = try GPTDecoderTests.model(index == 0 ? 1 : 0)
    for settings in [
      SamplingSettings(maximumTokens: 25, temperature: 0),
      SamplingSettings(maximumTokens: 25, temperature: 0, repetitionPenalty: 1.2),
    ] {
      let alone = try model.sample(
        prompts: SamplingTests.prompts, settings: settings, stream: stream)
      let together = try model.sample(
        prompts: SamplingTests.prompts, settings: settings,
        draft: Draft(draft, lookahead: lookahead),
        stream: stream)
      #expect(together.map(\.sample) == alone)
    }
  }

  /// A model that is its own draft accepts everything but where a text ends.
  @Test func aModelAcceptsItsOwnProposals() throws {
    let model = try GPTDecoderTests.model(2)
    let samples = try model.sample(
      prompts: SamplingTests.prompts, settings: SamplingSettings(maximumTokens: 25),
      draft: Draft(model, lookahead: 4), stream: stream)
    for sample in samples {
      #expect(sample.sample.tokens.count == 25)
      #expect(sample.counts.passes == 5)
      #expect(sample.counts.proposed == 20 && sample.counts.accepted == 20)
    }
  }

  @Test(arguments: GPTDecoderTests.configurations.indices)
  func aSampleDoesNotDependOnItsBatch(index: Int) throws {
    let (model, draft) = (try GPTDecoderTests.model(index), try GPTDecoderTests.model(2))
    let settings = SamplingSettings(maximumTokens: 25, temperature: 0.8, topK: 10, topP: 0.95)
    func samples(_ count: Int) throws -> [SpeculativeSample] {
      try model.sample(
        prompts: Array(SamplingTests.prompts.prefix(count)), settings: settings,
        draft: Draft(draft, lookahead: 3), stream: stream)
    }
    let together = try samples(20)
    #expect(together.allSatisfy { $0.sample.tokens.count == 25 && $0.counts.passes < 25 })
    #expect(try samples(1) == [together[0]])
    #expect(try samples(7) == Array(together.prefix(7)))
    for threads in [1, 2, 3] {
      #expect(try Parallel.withThreads(threads) { try samples(20) } == together)
    }
  }

  @Test func aStopTextEndsItsRowAlone() throws {
    let (model, draft) = (try GPTDecoderTests.model(0), try GPTDecoderTests.model(2))
    func samples(_ stop: StopTexts) throws -> [Sample] {
      try model.sample(
        prompts: SamplingTests.prompts,
        settings: SamplingSettings(maximumTokens: 25, temperature: 0, stop: stop),
        draft: Draft(draft, lookahead: 4), stream: stream
      ).map(\.sample)
    }
    let free = try samples(.none)
    let stop = free[4].tokens[6]
    let stopped = try samples(StopTexts(tokens: [stop]))
    for (free, stopped) in zip(free, stopped) {
      if let end = free.tokens.firstIndex(of: stop) {
        #expect(stopped == Sample(tokens: Array(free.tokens[...end]), isStopped: true))
      } else {
        #expect(stopped == free)
      }
    }
    #expect(stopped.contains { $0.isStopped })
  }

  @Test func mistakesAreNamed() throws {
    let (model, draft) = (try Self.tiny(seed: 3), try Self.tiny(seed: 4, context: 9))
    func sample(_ tokens: Int, _ draft: GPT) throws {
      _ = try model.sample(
        prompts: [[1], [1, 2, 3]], settings: SamplingSettings(maximumTokens: tokens),
        draft: Draft(draft, lookahead: 2), stream: stream)
    }
    try sample(7, draft)
    #expect(throws: SamplingError.contextTooShort(row: 1, tokens: 10, context: 9)) {
      try sample(8, draft)
    }
    #expect(throws: SamplingError.otherVocabulary(draft: 23, model: 4)) {
      try sample(2, try GPTDecoderTests.model(0))
    }
    #expect(throws: SamplingError.setting("temperature", "must not be negative")) {
      _ = try model.sample(
        prompts: [[1]], settings: SamplingSettings(temperature: -1),
        draft: Draft(draft, lookahead: 2), stream: stream)
    }
  }
}
