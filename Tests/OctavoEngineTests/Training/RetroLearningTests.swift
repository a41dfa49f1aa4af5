import Foundation
import OctavoEngine
import Testing

/// Texts in which a word tells, by the store alone, which one follows it.
@Suite struct RetroLearningTests {
  typealias Training = TrainingLoop<RetroLearning>

  private static let letters = Array("abcdefghijklmnopqrstuvwxyz")

  /// Names with four letters that were drawn for each.
  private static func entries(_ count: Int, seed: UInt64) -> [(name: String, code: String)] {
    var stream = RandomStream(seed: seed)
    func draw(_ count: Int) -> String {
      String((0..<count).map { _ in letters[stream.integer(below: 26)] })
    }
    return (0..<count).map { _ in (draw(3), draw(4)) }
  }

  private static let known = entries(120, seed: 1)
  private static let unknown = entries(30, seed: 2)
  private static let tokenizer = Tokenizer.characters(
    CharacterTokenizer(of: String(letters) + " "))

  /// Sixteen characters each, two chunks of eight: the name ends the first, the code follows.
  private static func text(_ entries: [(name: String, code: String)]) -> String {
    entries.map { "abcd \($0.name)\($0.code)wxyz" }.joined()
  }

  private static func store() throws -> NeighborStore {
    try NeighborStore((known + unknown).map { "\($0.name) \($0.code)" }, tokenizer, chunk: 8)
  }

  private static func retrieved(
    _ entries: [(name: String, code: String)], stride: Int = 8
  ) throws -> RetrievedText {
    try RetrievedText(
      [text(entries)], tokenizer, in: store(),
      .init(count: 1, stride: stride, findsOwnDocuments: false), progress: { _, _ in })
  }

  private static func start(
    learned: RetroModel.LearnedPart = .all, iterations: Int, stride: Int = 8
  ) throws -> Training {
    let language = try GPT(
      .init(vocabularySize: 27, context: 32, layers: 2, heads: 2, width: 32),
      stream: RandomStream(seed: 5))
    let model = try RetroModel(
      language, .init(chunk: 8, neighbors: 1), learned: learned, stream: RandomStream(seed: 6))
    return try Training(
      model, examples(stride: stride), settings(iterations), stream: RandomStream(seed: 7))
  }

  private static func examples(stride: Int = 8) throws -> TrainingExamples<RetrievedText?> {
    try .init(
      training: retrieved(known, stride: stride), validation: retrieved(unknown, stride: stride))
  }

  private static func settings(_ iterations: Int) -> RetroLearning.Settings {
    .init(
      recipe: .init(
        iterations: iterations, batch: 16, learningRate: 5e-3, warmUp: 10,
        evaluationInterval: 100), evaluationBatches: 2)
  }

  private static func finished(_ training: Training) throws -> Training {
    var training = training
    while !training.isFinished { try training.advance() }
    return training
  }

  /// What only the store tells is learned to be read, and read of the right neighbor.
  @Test func neighborsAreRead() throws {
    let training = try Self.finished(Self.start(iterations: 300))
    let text = try Self.retrieved(Self.unknown)
    let model = training.model
    func loss(_ text: RetrievedText, reads: Bool) -> Double {
      let scores = (0..<10).flatMap {
        model.logProbabilities(of: text, windows: $0..<$0 + 1, reads: reads)
      }
      return -scores.reduce(0, +) / Double(scores.count)
    }
    let right = loss(text, reads: true)
    let shuffled = loss(text.withShuffledNeighbors(RandomStream(seed: 3)), reads: true)
    let none = loss(text, reads: false)
    #expect(right < shuffled - 0.3)
    #expect(right < none - 0.3)
  }

  @Test func theLanguageModelIsFrozen() throws {
    let start = try Self.start(learned: .retrieval, iterations: 20)
    let training = try Self.finished(start)
    #expect(training.model.language.parameters.tensors == start.model.language.parameters.tensors)
    #expect(training.model.retrieval.tensors != start.model.retrieval.tensors)
    #expect(
      training.model.trainedParameterCount
        == training.model.configuration.retrievalParameterCount)
  }

  @Test(arguments: RetroModel.LearnedPart.allCases)
  func resumesToTheSameBits(learned: RetroModel.LearnedPart) throws {
    let uninterrupted = try Self.finished(Self.start(learned: learned, iterations: 9, stride: 4))
    var training = try Self.start(learned: learned, iterations: 9, stride: 4)
    for _ in 0..<4 { try training.advance() }
    let saved = try training.archive()
    let restored = try Training(archive: saved, Self.examples(stride: 4))
    #expect(try restored.archive() == saved)
    let resumed = try Self.finished(restored)
    #expect(resumed.history == uninterrupted.history)
    #expect(try resumed.archive() == uninterrupted.archive())
    #expect(throws: TrainingError.differentCorpus) {
      _ = try Training(archive: saved, Self.examples(stride: 8))
    }
  }

  /// A chunk finds nothing in the documents that it, or what follows it, is part of.
  @Test func aTextDoesNotFindItself() throws {
    let documents = ["one two three. ", "four five six. ", "one two seven. "]
    let tokenizer = Tokenizer.characters(CharacterTokenizer(of: documents.joined()))
    let store = try NeighborStore(documents, tokenizer, chunk: 15)
    func found(_ findsOwn: Bool) throws -> [String] {
      let text = try RetrievedText(
        documents, tokenizer, in: store, .init(count: 1, stride: 15, findsOwnDocuments: findsOwn),
        progress: { _, _ in })
      return text.neighbors.map { tokenizer.decode($0.filter { $0 >= 0 }) }
    }
    #expect(try found(true).first == "one two three. ")
    // The next document is excluded too, as the chunk's continuation.
    #expect(try found(false) == ["one two seven. ", "", "one two three. "])
  }

  @Test func everyChunkGetsTheNeighborsOfAnother() throws {
    let text = try Self.retrieved(Self.unknown)
    let shuffled = text.withShuffledNeighbors(RandomStream(seed: 3))
    #expect(
      text.neighbors.sorted { $0.lexicographicallyPrecedes($1) }
        == shuffled.neighbors.sorted { $0.lexicographicallyPrecedes($1) })
    #expect(shuffled.neighbors != text.neighbors)
    #expect(text.foundShare > 0.4)
  }

  @Test func wrongExamplesAreRefused() throws {
    let training = try Self.start(iterations: 2)
    #expect(throws: TrainingError.self) {
      _ = try Training(
        training.model, .init(training: nil, validation: nil), Self.settings(2),
        stream: RandomStream(seed: 1))
    }
    #expect(throws: TrainingError.self) {
      _ = try Training(
        training.model, Self.examples(),
        .init(recipe: .init(iterations: 2), evaluationBatches: 0), stream: RandomStream(seed: 1))
    }
  }
}
