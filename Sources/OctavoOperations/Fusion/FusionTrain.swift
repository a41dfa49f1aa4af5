import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `fusion.train`: a model learns to read captions and images together.
struct FusionTrain: Operation {
  static let manual = Manual(
    "fusion.train", "Trains a model to read images and captions together, from pairs of them.",
    discussion: """
      `clip.train` encodes images and captions separately and compares the features at the end; here \
      every word can attend to every patch. With `form: single-stream` words and patches are one \
      sequence of a transformer (VisualBERT, Li et al. 2019); with `two-stream` they are two, joined \
      by layers in which each attends to the other (ViLBERT, Lu et al. 2019). The model learns two \
      tasks at once: it predicts masked words from the other words and the image, as in BERT (Devlin \
      et al. 2019), and it classifies pairs as matching or not, where every other pair of a batch has \
      the caption of another image. The loss is the sum of both cross-entropies, in nats per word \
      and per pair; the history has each, and its accuracies are those of the pairs. With \
      `wrong-captions: similar`, the wrong caption is, of 16 drawn at random, the one that differs in \
      the fewest words. `fusion.evaluate` retrieves captions and images with the model, and \
      `fusion.finetune` trains it to answer questions.
      """,
    example: """
      run: fusion.train
      images: shapes
      model: {form: two-stream, width: 48, layers: 2, patch: 8}
      training: {iterations: 500, batch: 64}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: FusedImageTextModel
    @Output("The number of parameters.") var parameters: Int
    @Output("How many words it knows.") var vocabularySize: Int
    @Output(
      "The share of at most 256 validation pairs, half of them wrong, that are classified correctly, at "
        + "the end.",
      isShare: true)
    var validationAccuracy: Double?
    @Output(
      "One row per evaluation; losses and accuracies of training are means since the row before.",
      columns: TrainingSummary.columnsWithAccuracies + ["word-loss", "matching-loss"])
    var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] { training.shown + [$validationAccuracy, $parameters] }
  }

  @Input("The images with their captions.") var images: Images
  @Option("The shape of the model.") var model = FusionModelOptions()
  @Option("The recipe.") var training = TrainingOptions(
    examples: "pairs", iterations: 500, batch: 64, learningRate: 1e-3, weightDecay: 0.1)
  @Option("The share of words that are masked and predicted.", .within(0...1))
  var maskedShare = 0.15
  @Option("How the captions of wrong pairs are chosen.")
  var wrongCaptions = WrongCaptions.Choice.random

  func check(_ problems: inout Problems) {
    guard let images = $images.outline else { return }
    problems.requireCaptions(images, at: $images.field)
    model.image.check(images, &problems)
    if training.batch < 2 {
      problems.report(
        at: training.$batch, "a batch of one pair has no wrong caption",
        remedy: "choose a `batch` of 2 or more")
    }
    problems.requireMemory(
      bytes(for: images), at: training.$batch, remedy: "choose a smaller `batch` or `width`")
  }

  /// With a caption length of 1 where that is not known yet.
  private func configuration(_ images: Images.Outline) -> FusionModel.Configuration {
    model.configuration(
      height: images.height, width: images.width, channels: images.channels,
      captionLength: images.captionLength ?? 1)
  }

  private func bytes(for images: Images.Outline) -> Int {
    configuration(images).trainingBytes(batch: training.batch, words: images.words?.count ?? 1)
  }

  var costs: [(String, String)] {
    guard let images = $images.outline else { return [] }
    let parameters = configuration(images).parameterCount(words: images.words?.count ?? 1)
    return [
      ("parameters", "about \(parameters.forReading)"),
      ("pairs", (training.iterations * training.batch).forReading),
      ("memory", "about \(NumberText.bytes(bytes(for: images)))"),
    ]
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let images = $images.outline else { return }
    outputs[\.$model] = FusedImageTextModel.Outline(
      image: configuration(images).shape, words: images.words)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let set = images.training
    guard Set(set.captions).count > 1 else {
      throw OperationError(
        set.count == 0 ? "there are no images" : "all images have the same caption",
        remedy: "give images with different captions")
    }
    let vocabulary = CaptionVocabulary(of: images.captions)
    let configuration = model.configuration(
      height: set.height, width: set.width, channels: set.channels,
      captionLength: try images.longestCaption())
    let examples = try images.pairs(encodedBy: vocabulary)
    return try context.train(
      iterations: training.iterations,
      start: {
        let start = try FusionModel(
          configuration, vocabulary: vocabulary, stream: stream.derived(for: "initialization"))
        return try TrainingLoop<FusionLearning>(
          start, examples,
          .init(
            recipe: training.recipe, maskedShare: maskedShare, wrongCaptions: wrongCaptions),
          stream: stream)
      },
      restore: { try TrainingLoop<FusionLearning>(archive: $0, examples) },
      outputs: outputs)
  }

  private func outputs(of loop: TrainingLoop<FusionLearning>) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss, unit: "nats")
    let (model, parts) = (loop.model, loop.objective.parts)
    var outputs = Outputs()
    outputs.model = FusedImageTextModel(model)
    outputs.parameters = model.parameters.count
    outputs.vocabularySize = model.vocabulary.words.count
    outputs.validationAccuracy = summary.validationAccuracy
    outputs.history = Table(
      summary.tableWithAccuracies.columns + [
        .init(
          "word-loss", unit: "nats/word",
          numbers: summary.stretches.map { parts[$0.indices].map(\.words).mean }),
        .init(
          "matching-loss", unit: "nats/pair",
          numbers: summary.stretches.map { parts[$0.indices].map(\.matching).mean }),
      ])
    outputs.training = TrainingOutputs(summary)
    return outputs
  }
}
