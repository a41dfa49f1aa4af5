import Foundation
import OctavoEngine
import Testing

@Suite struct FusionLearningTests {
  typealias Training = TrainingLoop<FusionLearning>

  private static let shape = ImageEncoder.Configuration(
    imageHeight: 4, imageWidth: 4, channels: 1, patch: 2, width: 16, layers: 1, heads: 2)

  private static func start(
    _ form: FusionModel.Form, _ choice: WrongCaptions.Choice = .random, iterations: Int = 12,
    learningRate: Double = 3e-4
  ) throws -> Training {
    let model = try FusionModel(
      .init(form: form, shape: shape, captionLength: 3), vocabulary: DenoisingTests.vocabulary,
      stream: RandomStream(seed: 3))
    return try Training(
      model, try examples(),
      .init(
        recipe: .init(
          iterations: iterations, batch: 12, learningRate: learningRate, warmUp: 2,
          evaluationInterval: 5), maskedShare: 0.3, wrongCaptions: choice),
      stream: RandomStream(seed: 3))
  }

  private static func examples(seed: UInt64 = 1) throws -> TrainingExamples<CaptionedImages> {
    try .init(
      training: DenoisingTests.examples(60, seed: seed),
      validation: DenoisingTests.examples(20, seed: 2))
  }

  private static func finished<Objective: TrainingObjective>(
    _ training: TrainingLoop<Objective>
  ) throws -> TrainingLoop<Objective> {
    var training = training
    while !training.isFinished { try training.advance() }
    return training
  }

  /// Which caption belongs to an image, and its words, though half of the words say nothing of it.
  @Test(arguments: FusionModel.Form.allCases)
  func learnsToReadBoth(form: FusionModel.Form) throws {
    let training = try Self.finished(Self.start(form, iterations: 150, learningRate: 5e-3))
    #expect(
      try #require(training.validationLoss) < 0.4 * #require(training.initialValidationLoss))
    #expect(training.objective.parts.count == 150)
    let examples = try Self.examples().validation
    let predicted = training.model.predictedWords(examples.captions, examples.images)
    let words = DenoisingTests.vocabulary.words
    let right = zip(predicted, examples.captions).count { $0[1] == words[Int($1[1]) - 1] }
    #expect(right >= 19)
  }

  @Test(arguments: FusionModel.Form.allCases)
  func resumesToTheSameBits(form: FusionModel.Form) throws {
    let uninterrupted = try Self.finished(Self.start(form, .similar))
    var training = try Self.start(form, .similar)
    for _ in 0..<7 { try training.advance() }
    let saved = try training.archive()
    let restored = try Training(archive: saved, Self.examples())
    #expect(try restored.archive() == saved)
    let resumed = try Self.finished(restored)
    #expect(resumed.history == uninterrupted.history)
    #expect(resumed.objective.parts == uninterrupted.objective.parts)
    #expect(try resumed.archive() == uninterrupted.archive())
    #expect(throws: TrainingError.differentCorpus) {
      _ = try Training(archive: saved, Self.examples(seed: 9))
    }
  }

  /// A model that sees the images learns to name their brightness; a blind one cannot.
  @Test(arguments: FusionModel.Form.allCases, [true, false])
  func learnsToAnswer(form: FusionModel.Form, seesImages: Bool) throws {
    func questions(_ count: Int, seed: UInt64) throws -> AnswerLearning.Questions {
      let examples = try DenoisingTests.examples(count, seed: seed)
      return .init(
        CaptionedImages(
          images: examples.images, captions: Array(repeating: [1, 3], count: count)),
        answers: examples.captions.map { $0[1] == 4 ? 1 : 0 })
    }
    let model = AnsweringModel(
      .fused(
        try FusionModel(
          .init(form: form, shape: Self.shape, captionLength: 3),
          vocabulary: DenoisingTests.vocabulary, stream: RandomStream(seed: 3))),
      answers: ["dark", "light"], seesImages: seesImages, stream: RandomStream(seed: 3))
    let examples = try TrainingExamples(
      training: questions(60, seed: 1), validation: questions(40, seed: 2))
    let settings = AnswerLearning.Settings(
      recipe: .init(
        iterations: 60, batch: 12, learningRate: 5e-3, warmUp: 2, evaluationInterval: 20))
    let training = try Self.finished(
      TrainingLoop<AnswerLearning>(model, examples, settings, stream: RandomStream(seed: 3)))
    let accuracy = try #require(training.history.last?.validationAccuracy)
    #expect(seesImages ? accuracy > 0.95 : accuracy < 0.8, "\(accuracy)")
    let archive = try training.archive()
    #expect(try TrainingLoop<AnswerLearning>(archive: archive, examples).archive() == archive)
  }

  @Test func masksAsBERTDoes() {
    let vocabulary = CaptionVocabulary(words: (0..<50).map { "w\($0)" })
    let captions: [[Int32]] = (0..<2000).map { row in
      (0..<8).map { place -> Int32 in Int32(1 + (row + 7 * place) % 50) }
    }
    var stream = RandomStream(seed: 5)
    let masked = MaskedWords(of: captions, vocabulary, share: 0.15, from: &stream)
    let chosen = Double(masked.places.count)
    #expect(abs(chosen / 16_000 - 0.15) < 0.01)
    let sought: [Int32] = masked.places.map { captions[$0.row][$0.word] }
    #expect(sought == masked.words)
    let read: [Int32] = masked.places.map { masked.captions[$0.row][$0.word] }
    let hidden = Double(read.count { $0 == 51 })
    #expect(abs(hidden / chosen - 0.8) < 0.03)
    // One in fifty exchanged words is exchanged for itself.
    let kept = Double(zip(read, sought).count { $0 == $1 })
    #expect(abs(kept / chosen - 0.102) < 0.02)
    let places = Set(masked.places)
    for (row, caption) in captions.enumerated() {
      for word in caption.indices where !places.contains(WordPlace(row: row, word: word)) {
        #expect(masked.captions[row][word] == caption[word])
      }
    }
  }

  @Test func wrongCaptionsAreOfOthers() {
    let captions: [[Int32]] = [
      [1, 2, 3], [1, 2, 4], [5, 6, 7], [1, 2, 3], [8, 6, 7], [5, 5, 5],
    ]
    var stream = RandomStream(seed: 5)
    func drawn(_ choice: WrongCaptions.Choice) -> [[Int32]] {
      let wrong = WrongCaptions(captions, choice)
      return (0..<200).map { _ in wrong.caption(insteadOf: [1, 2, 3], from: &stream) }
    }
    let random = drawn(.random)
    #expect(!random.contains([1, 2, 3]))
    #expect(Set(random) == Set(captions).subtracting([[1, 2, 3]]))
    let similar = drawn(.similar)
    #expect(similar.count { $0 == [1, 2, 4] } > 180)
  }
}
