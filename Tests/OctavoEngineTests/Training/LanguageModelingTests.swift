import Foundation
import OctavoEngine
import Testing

@Suite struct LanguageModelingTests {
  typealias Training = TrainingLoop<LanguageModeling>
  typealias Settings = LanguageModeling.Settings

  /// A text with a pattern to learn: the sum of the last two tokens.
  static let corpus: TokenCorpus = {
    var tokens: [Int32] = [1, 2]
    for index in 2..<3000 { tokens.append((tokens[index - 1] + tokens[index - 2] + 1) % 11) }
    return TokenCorpus(tokens: tokens, vocabularySize: 11)
  }()

  static func start(
    dropout: Double = 0, seed: UInt64 = 3, _ change: (inout Settings) -> Void = { _ in }
  ) throws -> Training {
    let configuration = GPT.Configuration(
      vocabularySize: 11, context: 16, layers: 2, heads: 2, width: 16, biases: false,
      dropout: DropoutRates(dropout))
    var recipe = TrainingRecipe.nanoGPT
    recipe.iterations = 12
    recipe.batch = 4
    recipe.warmUp = 2
    recipe.evaluationInterval = 5
    var settings = Settings(recipe: recipe, evaluationBatches: 2)
    change(&settings)
    let stream = RandomStream(seed: seed)
    return try Training(
      GPT(configuration, stream: stream), corpus, settings, stream: stream)
  }

  static func finished(_ training: Training) throws -> Training {
    var training = training
    while !training.isFinished { try training.advance() }
    return training
  }

  @Test func learns() throws {
    let training = try Self.finished(
      Self.start {
        $0.recipe.iterations = 300
        $0.recipe.batch = 8
        $0.recipe.learningRate = 1e-2
        $0.recipe.minimumLearningRate = 1e-3
      })
    #expect(abs(try #require(training.initialValidationLoss) - log(11)) < 0.1)
    #expect(try #require(training.validationLoss) < 0.3)
  }

  @Test func evaluatesAtIntervalsAndAtTheEnd() throws {
    let training = try Self.finished(Self.start())
    let evaluated = training.history.filter { $0.validationLoss != nil }.map(\.iteration)
    #expect(evaluated == [5, 10, 12])
    #expect(training.history.map(\.iteration) == Array(1...12))
  }

  @Test(arguments: [0, 0.2])
  func resumesToTheSameBits(dropout: Double) throws {
    let uninterrupted = try Self.finished(Self.start(dropout: dropout) { $0.accumulation = 2 })
    var training = try Self.start(dropout: dropout) { $0.accumulation = 2 }
    for _ in 0..<7 { try training.advance() }
    let saved = try training.archive()
    let restored = try Training(archive: saved, Self.corpus)
    #expect(try restored.archive() == saved)
    let resumed = try Self.finished(restored)
    #expect(resumed.history == uninterrupted.history)
    #expect(try resumed.archive() == uninterrupted.archive())
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let archives = try [1, 2, 3].map { count in
      try Parallel.withThreads(count) { try Self.finished(Self.start(dropout: 0.1)).archive() }
    }
    #expect(archives[0] == archives[1])
    #expect(archives[0] == archives[2])
  }

  /// The difference is the probabilities, (T, T) for each of the heads.
  @Test func storedProbabilitiesTakeTheirMemory() throws {
    func training(_ attention: AttentionMemory, threads: Int) throws -> Training {
      try Parallel.withThreads(threads) {
        try Self.finished(Self.start(dropout: 0.1) { $0.recipe.attention = attention })
      }
    }
    let recomputed = try training(.recomputed, threads: 1)
    let stored = try training(.stored, threads: 1)
    let (rows, heads, layers) = (4, 2, 2)
    let probabilities = 4 * rows * heads * layers * 16 * 16
    let normalizers = 4 * rows * heads * layers * 16
    #expect(stored.keptBytes - recomputed.keptBytes == probabilities - normalizers)
    #expect(try training(.stored, threads: 3).keptBytes == stored.keptBytes)
    for (a, b) in zip(recomputed.history, stored.history) {
      #expect(abs(a.loss - b.loss) < 1e-5)
    }
  }

  @Test func evaluationDoesNotChangeTraining() throws {
    let often = try Self.finished(Self.start { $0.recipe.evaluationInterval = 1 })
    let seldom = try Self.finished(Self.start { $0.recipe.evaluationInterval = 12 })
    #expect(often.model.parameters.tensors == seldom.model.parameters.tensors)
    #expect(often.validationLoss == seldom.validationLoss)
    #expect(often.history.map(\.loss) == seldom.history.map(\.loss))
  }

  @Test func seedsDiffer() throws {
    let losses = try [3, 4].map { try Self.finished(Self.start(seed: $0)).history.map(\.loss) }
    #expect(losses[0] != losses[1])
  }

  @Test func accumulationAveragesBatches() throws {
    var whole = try Self.start { $0.recipe.batch = 8 }
    var parts = try Self.start { $0.accumulation = 2 }
    let (a, b) = (try whole.advance(), try parts.advance())
    #expect(abs(a.loss - b.loss) < 1e-6)
    #expect(abs(a.gradientNorm - b.gradientNorm) < 1e-5)
  }

  @Test func anInfiniteLossStopsAndLeavesTheLastGoodState() throws {
    var training = try Self.start {
      $0.recipe.learningRate = 1e30
      $0.recipe.warmUp = 0
      $0.recipe.iterations = 100
    }
    var last = training.model.parameters.tensors
    let error = #expect(throws: TrainingError.self) {
      while true {
        last = training.model.parameters.tensors
        try training.advance()
      }
    }
    guard case .notFinite(_, let iteration) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(iteration == training.history.count + 1)
    #expect(training.model.parameters.tensors == last)
  }

  @Test func mistakesAreNamed() throws {
    #expect(throws: TrainingError.setting("batch", "must be at least 1, but is 0")) {
      _ = try Self.start { $0.recipe.batch = 0 }
    }
    let model = try Self.start().model
    func start(_ corpus: TokenCorpus) throws -> Training {
      try Training(model, corpus, Settings(), stream: RandomStream(seed: 1))
    }
    let short = TokenCorpus(training: [1, 2, 3], validation: [], vocabularySize: 11)
    #expect(throws: TrainingError.corpusTooShort(part: "training", tokens: 3, context: 16)) {
      _ = try start(short)
    }
    let unknown = TokenCorpus(
      training: Array(repeating: 11, count: 30), validation: [], vocabularySize: 12)
    #expect(throws: TrainingError.unknownToken(11, vocabularySize: 11)) { _ = try start(unknown) }
    let other = TokenCorpus(
      training: Self.corpus.training, validation: [], vocabularySize: 11)
    #expect(throws: TrainingError.differentCorpus) {
      _ = try Training(archive: Self.start().archive(), other)
    }
  }

  @Test func aSavedHistoryIsSmall() throws {
    let recipe = { (settings: inout Settings) in
      settings.recipe.iterations = 200
      settings.recipe.evaluationInterval = 10
    }
    var training = try Self.start(recipe)
    let before = try training.archive().count
    for _ in 0..<150 { try training.advance() }
    let data = try training.archive()
    #expect(data.count - before < 150 * 64)
    let resumed = try Training(archive: data, Self.corpus)
    #expect(resumed.history == training.history)
    #expect(try resumed.archive() == data)
  }
}
