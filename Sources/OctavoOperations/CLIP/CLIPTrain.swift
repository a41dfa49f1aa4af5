import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `clip.train`: a model learns which caption belongs to which image.
struct CLIPTrain: Operation {
  static let manual = Manual(
    "clip.train", "Trains a model to compare images with captions, from pairs of them.",
    discussion: """
      CLIP (Radford et al. 2021): a vision transformer and a transformer of words turn an image and a \
      caption into a feature each. Among the pairs of a batch, the true ones are to be told by the \
      cosine of their features over a temperature; the loss is the mean of the cross-entropies over \
      the captions of each image and over the images of each caption (InfoNCE), in nats. Larger \
      batches make it harder, and better. Captions of a batch that are equal do not count as wrong \
      for one another's images. The temperature is learned too, down to 0.01, unless \
      `learn-temperature` is false. `clip.evaluate` uses what comes out to name images.
      """,
    example: """
      run: clip.train
      images: shapes
      model: {width: 64, layers: 3, patch: 4}
      training: {iterations: 500, batch: 64}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: ImageTextModel
    @Output("The number of parameters.") var parameters: Int
    @Output("How many words it knows.") var vocabularySize: Int
    @Output("What cosines are divided by, at the end.") var temperature: Double
    @Output(
      "The share of validation images that are nearest to their own caption in a batch, at the end.",
      isShare: true)
    var validationAccuracy: Double?
    @Output(
      "One row per evaluation; losses and accuracies of training are means since the row before.",
      columns: TrainingSummary.columnsWithAccuracies)
    var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      training.shown + [$validationAccuracy, $temperature, $parameters]
    }
  }

  @Input("The images with their captions.") var images: Images
  @Option("The shape of the model.") var model = CLIPModelOptions()
  @Option("The recipe.") var training = TrainingOptions(
    examples: "pairs", iterations: 500, batch: 64, learningRate: 1e-3, weightDecay: 0.1)
  @Option("What cosines are divided by at the start.", .within(0.01...100)) var temperature = 0.07
  @Option("Whether the temperature is learned.") var learnTemperature = true

  func check(_ problems: inout Problems) {
    guard let images = $images.outline else { return }
    problems.requireCaptions(images, at: $images.field)
    model.image.check(images, &problems)
    if training.batch < 2 {
      problems.report(
        at: training.$batch, "a batch of one pair has nothing to compare",
        remedy: "choose a `batch` of 2 or more")
    }
    problems.requireMemory(
      encoder(images).trainingBytes(batch: training.batch), at: training.$batch,
      remedy: "choose a smaller `batch` or `width`")
  }

  private func encoder(_ images: Images.Outline) -> ImageEncoder.Configuration {
    model.image.configuration(
      height: images.height, width: images.width, channels: images.channels)
  }

  var costs: [(String, String)] {
    guard let images = $images.outline else { return [] }
    let encoder = encoder(images)
    return [
      ("parameters", "about \(encoder.parameterCount.forReading) for images"),
      ("pairs", (training.iterations * training.batch).forReading),
      ("memory", "about \(NumberText.bytes(encoder.trainingBytes(batch: training.batch)))"),
    ]
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let images = $images.outline else { return }
    outputs[\.$model] = ImageTextModel.Outline(
      image: encoder(images), features: model.features, captionLength: images.captionLength,
      words: images.words, textWidth: model.textWidth)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let set = images.training
    guard set.count > 1 else {
      throw OperationError(
        set.count == 0
          ? "there are no images" : "there is one image, and nothing to compare it with")
    }
    let vocabulary = CaptionVocabulary(of: images.captions)
    let text = try textEncoder(vocabulary, stream)
    let configuration = ContrastiveModel.Configuration(
      image: model.image.configuration(
        height: set.height, width: set.width, channels: set.channels),
      features: model.features, temperature: temperature)
    let examples = try images.pairs(encodedBy: vocabulary)
    return try context.train(
      iterations: training.iterations,
      start: {
        let start = try ContrastiveModel(
          configuration, text: text, stream: stream.derived(for: "initialization"))
        return try TrainingLoop<ContrastiveLearning>(
          start, examples,
          .init(recipe: training.recipe, learnsTemperature: learnTemperature), stream: stream)
      },
      restore: { try TrainingLoop<ContrastiveLearning>(archive: $0, examples) },
      outputs: outputs)
  }

  /// One word longer than the captions, for their end.
  private func textEncoder(
    _ vocabulary: CaptionVocabulary, _ stream: RandomStream
  ) throws -> TextEncoder {
    try TextEncoder(
      vocabulary, length: images.longestCaption() + 1, width: model.textWidth,
      layers: model.textLayers,
      heads: model.textHeads, stream: stream.derived(for: "text"))
  }

  private func outputs(of loop: TrainingLoop<ContrastiveLearning>) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss,
      unit: "nats/pair")
    let model = loop.model
    var outputs = Outputs()
    outputs.model = ImageTextModel(model)
    outputs.parameters = model.parameterCount
    outputs.vocabularySize = model.text.vocabulary.words.count
    outputs.temperature = model.temperature
    outputs.validationAccuracy = summary.validationAccuracy
    outputs.history = summary.tableWithAccuracies
    outputs.training = TrainingOutputs(summary)
    return outputs
  }
}
