import OctavoEngine
import Testing

/// Naming colors and shapes of small drawings.
@Suite struct MultimodalTuningTests {
  private typealias Training = TrainingLoop<MultimodalTuning>

  /// Token 0 asks for the color, 1 for the shape; 2 to 5 are the answers.
  private static func examples(_ count: Int, seed: UInt64) -> ImagePrompts {
    let scenes = ShapeScene.scenes(
      count: count, pairs: 0, colors: [.red, .blue], shapes: [.square, .circle],
      from: RandomStream(seed: seed))
    let prompts = scenes.enumerated().map { index, scene in
      let asksColor = index.isMultiple(of: 2)
      let object = scene.objects[0]
      let answer: Int32 =
        asksColor ? (object.color == .red ? 2 : 3) : (object.shape == .square ? 4 : 5)
      return ImagePrompt(parts: [[], [asksColor ? 0 : 1]], response: [answer])
    }
    return ImagePrompts(
      images: ShapeScene.images(scenes, side: 8) { _ in }.tensor, prompts: prompts)
  }

  private static let both = TrainingExamples(
    training: examples(80, seed: 1), validation: examples(24, seed: 2))

  private static func start(
    _ learned: MultimodalModel.LearnedPart, iterations: Int = 12
  ) throws -> Training {
    let stream = RandomStream(seed: 3)
    let model = try MultimodalModel(
      GPT(
        .init(vocabularySize: 6, context: 8, layers: 2, heads: 2, width: 16), stream: stream),
      image: .init(
        imageHeight: 8, imageWidth: 8, channels: 3, patch: 4, width: 16, layers: 1, heads: 2),
      learned: learned, stream: stream)
    return try Training(
      model, both,
      .init(
        recipe: TrainingRecipe(
          iterations: iterations, batch: 8, learningRate: 5e-3, warmUp: 5, evaluationInterval: 40)),
      stream: stream)
  }

  private static func finished(_ training: Training) throws -> Training {
    var training = training
    while !training.isFinished { try training.advance() }
    return training
  }

  /// A frozen language model without training is hard to use, so its loss has to fall less.
  @Test(arguments: MultimodalModel.LearnedPart.allCases)
  func learns(_ learned: MultimodalModel.LearnedPart) throws {
    let training = try Self.finished(Self.start(learned, iterations: 160))
    let before = try Self.start(learned).model
    #expect(
      try #require(training.validationLoss)
        < (learned == .all ? 0.5 : 1) * #require(training.initialValidationLoss))
    func isKept(_ part: (MultimodalModel) -> Parameters) -> Bool {
      part(training.model).tensors.map(\.values) == part(before).tensors.map(\.values)
    }
    #expect(isKept(\.language.parameters) == (learned != .all))
    #expect(isKept(\.encoder) == (learned == .projection))
    #expect(!isKept(\.projection))
    #expect(
      (training.model.trainedParameterCount == training.model.parameterCount) == (learned == .all))
  }

  @Test(arguments: MultimodalModel.LearnedPart.allCases)
  func aResumedTrainingIsTheSame(_ learned: MultimodalModel.LearnedPart) throws {
    let uninterrupted = try Self.finished(Self.start(learned))
    var training = try Self.start(learned)
    for _ in 0..<5 { try training.advance() }
    let saved = try training.archive()
    let restored = try Training(archive: saved, Self.both)
    #expect(try restored.archive() == saved)
    #expect(try Self.finished(restored).archive() == uninterrupted.archive())
    let others = TrainingExamples(
      training: Self.examples(80, seed: 9), validation: Self.both.validation)
    #expect(throws: TrainingError.differentCorpus) { _ = try Training(archive: saved, others) }
  }

  @Test func threadsDoNotChangeTheResult() throws {
    let archives = try [1, 2, 3].map { count in
      try Parallel.withThreads(count) { try Self.finished(Self.start(.all)).archive() }
    }
    #expect(archives[0] == archives[1])
    #expect(archives[0] == archives[2])
  }

  @Test func whatCannotBeLearnedIsRefused() throws {
    let model = try Self.start(.all).model
    let none = ImagePrompts(images: Tensor(zeros: [0, 8, 8, 3]), prompts: [])
    #expect(throws: TrainingError.self) {
      try MultimodalTuning(model, .init(training: none, validation: none), .init())
    }
    let wide = ImagePrompts(
      images: Tensor(zeros: [1, 8, 9, 3]), prompts: [ImagePrompt(parts: [[], []], response: [1])])
    #expect(throws: TrainingError.self) {
      try MultimodalTuning(model, .init(training: wide, validation: none), .init())
    }
  }
}
