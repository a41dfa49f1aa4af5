import OctavoBase
import OctavoEngine
import Testing

/// Contrastive learning and classification, on shapes of two colors.
@Suite struct ImageLearningTests {
  private static let configuration = ImageEncoder.Configuration(
    imageHeight: 8, imageWidth: 8, channels: 3, patch: 4, width: 16, layers: 1, heads: 2)
  private static let recipe = TrainingRecipe(
    iterations: 80, batch: 8, learningRate: 5e-3, warmUp: 5, evaluationInterval: 40)

  private static func scenes(_ count: Int, seed: UInt64) -> ImageSet {
    ShapeScene.images(
      ShapeScene.scenes(
        count: count, pairs: 0, colors: [.red, .blue], shapes: [.square, .circle],
        from: RandomStream(seed: seed)), side: 8)
  }

  private static func finished<Objective: TrainingObjective>(
    _ training: TrainingLoop<Objective>
  ) throws -> TrainingLoop<Objective> {
    var training = training
    while !training.isFinished { try training.advance() }
    return training
  }

  /// Equal captions do not count against one another, so that a batch that repeats all four can be
  /// told apart wholly.
  @Test(arguments: [true, false]) func learnsWhichCaptionsBelong(learnsTemperature: Bool) throws {
    let vocabulary = CaptionVocabulary(of: Self.scenes(40, seed: 1).captions)
    func pairs(_ set: ImageSet) throws -> CaptionedImages {
      CaptionedImages(images: set.tensor, captions: try set.captions.map(vocabulary.encode))
    }
    let stream = RandomStream(seed: 3)
    let model = try ContrastiveModel(
      .init(image: Self.configuration, features: 8),
      text: TextEncoder(
        vocabulary, length: 4, width: 8, layers: 1, heads: 2, stream: stream), stream: stream)
    let training = try Self.finished(
      TrainingLoop<ContrastiveLearning>(
        model,
        .init(
          training: pairs(Self.scenes(60, seed: 1)), validation: pairs(Self.scenes(24, seed: 2))),
        .init(recipe: Self.recipe, learnsTemperature: learnsTemperature), stream: stream))
    #expect(
      try #require(training.validationLoss) < 0.7 * #require(training.initialValidationLoss))
    #expect((training.model.temperature == model.temperature) == !learnsTemperature)
  }

  @Test(arguments: [true, false]) func learnsClasses(isEncoderFixed: Bool) throws {
    let classes = Set(Self.scenes(40, seed: 1).captions).sorted()
    func labeled(_ set: ImageSet) throws -> Classification.Images {
      Classification.Images(
        images: set.tensor,
        classes: try set.captions.map { Int32(try #require(classes.firstIndex(of: $0))) })
    }
    let stream = RandomStream(seed: 3)
    let start = try ImageClassifier(
      Self.configuration, classes: classes, isEncoderFixed: isEncoderFixed, stream: stream)
    let training = try Self.finished(
      TrainingLoop<Classification>(
        start,
        .init(
          training: labeled(Self.scenes(60, seed: 1)), validation: labeled(Self.scenes(24, seed: 2))
        ),
        .init(recipe: Self.recipe, labelSmoothing: 0.05), stream: stream))
    #expect(
      try #require(training.validationLoss) < 0.8 * #require(training.initialValidationLoss))
    #expect(
      (training.model.encoder.tensors.map(\.values) == start.encoder.tensors.map(\.values))
        == isEncoderFixed)
    let probabilities = training.model.logProbabilities(Self.scenes(3, seed: 4).tensor)
    expectClose(
      (0..<3).map { row in
        (0..<classes.count).reduce(Float(0)) {
          $0 + Float.exp(probabilities[row * classes.count + $1])
        }
      }, [1, 1, 1])
  }
}
