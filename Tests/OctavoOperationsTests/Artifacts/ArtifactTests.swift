import Foundation
import OctavoEngine
import OctavoOperations
import OctavoRunner
import Testing

/// What is written can be read, and written again with the same bytes.
@Suite struct ArtifactTests {
  /// The bytes of every file that an artifact writes, by name.
  private struct Files: ArtifactSink {
    var bytes: [String: [UInt8]] = [:]

    mutating func file(
      _ name: String, _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
      var all: [UInt8] = []
      try produce { all.append(contentsOf: $0) }
      bytes[name] = all
    }
  }

  /// The artifact as it comes back from a folder.
  private func written<Kind: Artifact>(_ artifact: Kind) throws -> Kind {
    var files = Files()
    try artifact.write(to: &files)
    let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files.bytes { try Data(bytes).write(to: folder.appending(path: name)) }
    return try Kind(contentsOf: folder)
  }

  private func expectRoundTrip<Kind: Artifact>(_ artifact: Kind) throws {
    var first = Files()
    try artifact.write(to: &first)
    let read = try written(artifact)
    var second = Files()
    try read.write(to: &second)
    #expect(!first.bytes.isEmpty)
    #expect(first.bytes == second.bytes)
    #expect(try read.contentHash() == artifact.contentHash())
  }

  @Test(arguments: ["", "plain", "line\r\nends\n", "e\u{301}é 😀\u{0}"])
  func corpora(_ text: String) throws {
    try expectRoundTrip(Corpus(text: text, validationFraction: 0.3))
  }

  @Test func tokenizers() throws {
    let text = "a bee, a tree and 3 cheeses"
    try expectRoundTrip(TextTokenizer(.characters(CharacterTokenizer(of: text))))
    let pairs = try BytePairTrainer(vocabularySize: 270, specialTokens: ["<end>"]).train(on: [text])
    try expectRoundTrip(TextTokenizer(.bytePairs(pairs)))
  }

  @Test func modelsThatFillBlanks() throws {
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: "abc"))
    for hasSpanPositions in [true, false] {
      let model = try GLM(
        .init(
          vocabularySize: 3, context: 8, layers: 2, heads: 2, width: 8,
          hasSpanPositions: hasSpanPositions, dropout: 0.1),
        stream: RandomStream(seed: 1))
      try expectRoundTrip(BlankFillingModel(model, tokenizer))
    }
  }

  @Test func recommenders() throws {
    let model = try SequentialRecommender(
      .init(items: 3, context: 4, layers: 1, heads: 2, width: 8, dropout: 0.1),
      stream: RandomStream(seed: 1))
    try expectRoundTrip(ItemRecommender(model, items: ["a", "b", "c"]))
    let world = FilmTastes(succession: 0.2, from: RandomStream(seed: 2))
    let viewers = world.viewers(
      people: 5, lengths: 2...4, without: { $0 < 3 ? [1, 2] : [] }, from: RandomStream(seed: 3),
      progress: { _ in })
    try expectRoundTrip(
      Viewings(
        world: world, names: FilmNames.random.names(from: RandomStream(seed: 4)),
        training: Array(viewers[..<3]), validation: Array(viewers[3...])))
  }

  @Test(arguments: [true, false]) func models(isLLaMA: Bool) throws {
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: "abc"))
    let configuration =
      isLLaMA
      ? GPT.Configuration.llama(vocabularySize: 3, context: 8, layers: 2, heads: 2, width: 8)
      : GPT.Configuration(vocabularySize: 3, context: 8, layers: 2, heads: 2, width: 8)
    let model = try GPT(configuration, stream: RandomStream(seed: 1))
    try expectRoundTrip(LanguageModel(model, tokenizer))
  }

  @Test func pairsAndPreferences() throws {
    try expectRoundTrip(
      Pairs(
        training: [.init(prompt: "a\n\"b\" / \u{2028}é", response: "c\td")], validation: []))
    try expectRoundTrip(
      Preferences(
        training: [
          .init(
            prompt: "p", responses: ["a", "b\n", ""], ranks: [0, 2, 1], margin: 0.1,
            goldScores: [1, -0.5, 1 / 3])
        ],
        validation: [.init(prompt: "", responses: ["x", "y"], ranks: [1, 0])]))
  }

  private static let tokenizer = Tokenizer.characters(CharacterTokenizer(of: "abc"))
  private static let model = try? GPT(
    .llama(vocabularySize: 3, context: 8, layers: 2, heads: 2, width: 8),
    stream: RandomStream(seed: 1))

  /// Scores are the same to the bit, normalization included.
  @Test func rewardModels() throws {
    let prompts: [[Int32]] = [[0], [1, 2], [2]]
    let responses: [[Int32]] = [[1, 1], [0], [2, 0, 1]]
    let reward = RewardModel(trunk: try #require(Self.model), stream: RandomStream(seed: 2))
      .normalized(prompts: prompts, responses: responses, deviation: 1)
    let artifact = TextRewardModel(reward, Self.tokenizer)
    try expectRoundTrip(artifact)
    let read = try written(artifact)
    #expect(
      read.model.scores(prompts: prompts, responses: responses)
        == reward.scores(prompts: prompts, responses: responses))
  }

  /// Rewards of several models, too.
  @Test func combinedRewards() throws {
    let prompts: [[Int32]] = [[0], [1, 2], [2]]
    let responses: [[Int32]] = [[1, 1], [0], [2, 0, 1]]
    let trunk = try #require(Self.model)
    let models = [2, 3].map { RewardModel(trunk: trunk, stream: RandomStream(seed: $0)) }
    for combination in [
      RewardCombination.sum(weights: [0.25, -1 / 3]),
      .piecewise(threshold: 0.5, riskyPrompts: "b"), .piecewise(threshold: 0, riskyPrompts: nil),
    ] {
      let reward = try CombinedReward(models, combination)
        .whitened(prompts: prompts, responses: responses, Self.tokenizer)
      let artifact = TextRewardModel(reward, Self.tokenizer)
      try expectRoundTrip(artifact)
      let read = try #require(try written(artifact).combined)
      #expect(
        read.scores(prompts: prompts, responses: responses, Self.tokenizer)
          == reward.scores(prompts: prompts, responses: responses, Self.tokenizer))
    }
  }

  @Test func adapters() throws {
    let model = try #require(Self.model)
    let adapter = try LowRankAdapter(
      .init(rank: 2, alpha: 3, targets: [.attentionInput, .feedForwardOutput]),
      for: model.configuration, stream: RandomStream(seed: 3))
    try expectAdapterRoundTrip(.lowRank(adapter), of: model)
    for tokens in [VirtualTokens(.prompt, count: 2), VirtualTokens(.prefix, count: 3)] {
      let adapter = try VirtualTokenAdapter(.init(tokens), for: model, stream: .init(seed: 3))
      try expectAdapterRoundTrip(.virtualTokens(adapter), of: model)
      let tuned = LanguageModel(adapter.merged(into: model), Self.tokenizer)
      try expectRoundTrip(tuned)
    }
  }

  private func expectAdapterRoundTrip(_ adapter: ModelAdapter, of model: GPT) throws {
    try expectRoundTrip(Adapter(adapter))
    let read = try written(Adapter(adapter)).adapter
    #expect(
      read.merged(into: model).parameters.tensors.map(\.values)
        == adapter.merged(into: model).parameters.tensors.map(\.values))
    #expect(read.settings.problem(ofOneFor: read.model, on: model.configuration) == nil)
    let other = GPT.Configuration.llama(
      vocabularySize: 3, context: 8, layers: 3, heads: 2, width: 8)
    #expect(read.settings.problem(ofOneFor: read.model, on: other) != nil)
  }
}
