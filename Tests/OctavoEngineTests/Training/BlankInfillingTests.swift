import Foundation
import OctavoEngine
import Testing

@Suite struct BlankInfillingTests {
  typealias Training = TrainingLoop<BlankInfilling>

  /// Texts that count, modulo 11, from anywhere: some shorter than the context, some longer.
  static let examples: TrainingExamples<[[Int32]]> = {
    func text(_ index: Int) -> [Int32] {
      let (first, length) = (7 * index, 6 + index % 13)
      return (first..<first + length).map { Int32($0 % 11) }
    }
    func texts(_ count: Int) -> [[Int32]] { (0..<count).map(text) }
    return TrainingExamples(training: texts(300), validation: texts(60))
  }()

  static func start(
    dropout: Double = 0, _ spans: BlankSpans = BlankSpans(generation: 0.5), iterations: Int = 12,
    examples: TrainingExamples<[[Int32]]> = examples
  ) throws -> Training {
    let configuration = GLM.Configuration(
      vocabularySize: 11, context: 16, layers: 2, heads: 2, width: 32,
      dropout: DropoutRates(dropout))
    var recipe = TrainingRecipe.nanoGPT
    recipe.iterations = iterations
    recipe.batch = 16
    recipe.warmUp = min(50, iterations / 4)
    recipe.learningRate = 5e-3
    recipe.evaluationInterval = 5
    let stream = RandomStream(seed: 3)
    return try Training(
      GLM(configuration, stream: stream), examples,
      .init(recipe: recipe, spans: spans, evaluationTexts: 40), stream: stream)
  }

  static func finished(_ training: Training) throws -> Training {
    var training = training
    while !training.isFinished { try training.advance() }
    return training
  }

  /// What is missing follows from what stands on either side, and so does how much it is.
  @Test func learnsToFill() throws {
    let training = try Self.finished(
      Self.start(BlankSpans(share: 0.2, length: 1), iterations: 1000))
    #expect(abs(try #require(training.initialValidationLoss) - log(14)) < 0.1)
    #expect(try #require(training.validationLoss) < 0.5)
    let blanks = Self.examples.validation.filter { 8...16 ~= $0.count }.map { text in
      FilledBlank(prefix: Array(text[..<5]), span: [text[5]], suffix: Array(text[6...]))
    }
    let fillings = training.model.filled(blanks, most: 3)
    let right = zip(fillings, blanks).count { $0.isEnded && $0.tokens == $1.span }
    #expect(4 * right >= 3 * blanks.count, "\(right) of \(blanks.count), \(fillings.prefix(8))")
  }

  @Test(arguments: [0, 0.2])
  func resumesToTheSameBits(dropout: Double) throws {
    let uninterrupted = try Self.finished(Self.start(dropout: dropout))
    var training = try Self.start(dropout: dropout)
    for _ in 0..<7 { try training.advance() }
    let saved = try training.archive()
    let restored = try Training(archive: saved, Self.examples)
    #expect(try restored.archive() == saved)
    let resumed = try Self.finished(restored)
    #expect(resumed.history == uninterrupted.history)
    #expect(try resumed.archive() == uninterrupted.archive())
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let archives = try [1, 3].map { count in
      try Parallel.withThreads(count) { try Self.finished(Self.start(dropout: 0.1)).archive() }
    }
    #expect(archives[0] == archives[1])
  }

  @Test(arguments: [
    BlankSpans(share: 0.6), BlankSpans(share: 0), BlankSpans(length: 0), BlankSpans(length: .nan),
    BlankSpans(generation: 2),
  ])
  func settingsOutOfRangeAreRefused(spans: BlankSpans) {
    #expect(throws: TrainingError.self) { try Self.start(spans) }
  }

  @Test func textsThatCannotBeLearnedFromAreRefused() {
    for (texts, error) in [
      ([] as [[Int32]], TrainingError.setting("texts", "are none")),
      ([[1], []], .setting("texts", "must have tokens, but one has none")),
      ([[1, 11]], .unknownToken(11, vocabularySize: 11)),
    ] {
      #expect(throws: error) {
        try Self.start(examples: TrainingExamples(training: texts, validation: []))
      }
    }
    #expect(throws: TrainingError.differentCorpus) {
      _ = try Training(
        archive: Self.start().archive(), TrainingExamples(training: [[1]], validation: []))
    }
  }
}
