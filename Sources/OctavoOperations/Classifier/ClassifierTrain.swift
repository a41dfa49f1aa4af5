import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `classifier.train`: a model learns which of some classes an image belongs to.
struct ClassifierTrain: Operation {
  static let manual = Manual(
    "classifier.train", "Trains a classifier of images, whose captions are the classes.",
    discussion: """
      A vision transformer with a linear layer on its feature of the whole image learns from the \
      cross-entropy of the true class, in nats. With `clip` it starts from the image encoder of a \
      trained model in place of a new one; with `learn: head` the encoder then stays as it is and only \
      the linear layer learns, a linear probe. `labels-per-class` takes only the first images of each \
      class, to see how many labels it needs.
      """,
    example: """
      run: classifier.train
      images: shapes
      training: {iterations: 500, batch: 64}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained classifier.") var classifier: ImageClassifierModel
    @Output("The number of parameters, trained or frozen.") var parameters: Int
    @Output("How many classes there are.") var classCount: Int
    @Output("How many images it learned from.") var labels: Int
    @Output(
      "The share of validation images that are classified correctly, at the end.", isShare: true)
    var validationAccuracy: Double?
    @Output(
      "One row per evaluation; losses and accuracies of training are means since the row before.",
      columns: TrainingSummary.columnsWithAccuracies)
    var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      training.shown + [$validationAccuracy, $classCount, $labels, $parameters]
    }
  }

  @Input("The images; their captions are the classes.") var images: Images
  @Input("A model with the image encoder to start from; without it, a new one is trained.")
  var clip: ImageTextModel?
  @Option("Which parts are trained: all, or only the linear layer.") var learn = LearnedPart.all
  @Option("The shape of a new encoder.") var model: ImageEncoderOptions?
  @Option("The most images of each class to learn from, from the first.", .limit)
  var labelsPerClass: Int?
  @Option("The share of each label that is spread evenly over all classes.", .within(0..<1))
  var labelSmoothing = 0.0
  @Option("The recipe.") var training = TrainingOptions(
    examples: "images", iterations: 500, batch: 64, learningRate: 1e-3, weightDecay: 0.1)

  func check(_ problems: inout Problems) {
    if learn == .head, !$clip.isGiven {
      problems.report(
        at: $learn,
        "a new image encoder is untrained, so training the linear layer alone cannot work",
        remedy: "give `clip`, or leave `learn` out")
    }
    if $clip.isGiven, model != nil {
      problems.report(
        at: $model, "the image encoder of `clip` has its own shape",
        remedy: "remove `model`, or `clip` for a new encoder")
    }
    guard let images = $images.outline else { return }
    if images.captionLength == 0 {
      problems.report(at: $images.field, Self.noCaptions, remedy: Self.withCaptions)
    }
    if $clip.isGiven {
      ImageFormat.check(
        images.format, for: $clip.outline?.image.format, at: $images.field, &problems)
    } else {
      newEncoder.check(images, &problems)
    }
    if let configuration {
      problems.requireMemory(
        configuration.trainingBytes(batch: training.batch), at: training.$batch,
        remedy: "choose a smaller `batch` or `width`")
    }
  }

  private static let noCaptions = "the images have no captions, which would be the classes"
  private static let withCaptions = "give images with captions"

  private var newEncoder: ImageEncoderOptions { model ?? ImageEncoderOptions() }

  /// Of the encoder, as far as it is known before the images are.
  private var configuration: ImageEncoder.Configuration? {
    if $clip.isGiven { return $clip.outline?.image }
    return $images.outline.map {
      newEncoder.configuration(height: $0.height, width: $0.width, channels: $0.channels)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let configuration else { return }
    outputs[\.$classifier] = ImageClassifierModel.Outline(image: configuration)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let all = images.training
    let classes = Set(all.captions).sorted()
    guard classes.count > 1 else {
      throw OperationError(
        classes.isEmpty ? "there are no images" : "all images have the same caption",
        remedy: "give images of several classes")
    }
    if let clip { try clip.model.configuration.image.format.require(all) }
    let places = Dictionary(uniqueKeysWithValues: zip(classes, Int32(0)...))
    func examples(_ set: ImageSet, _ chosen: [Int]) -> Classification.Images {
      let part = set[chosen]
      return Classification.Images(
        images: part.tensor, classes: part.captions.map { places[$0]! })
    }
    let held = images.validation.captions.indices.filter {
      places[images.validation.captions[$0]] != nil
    }
    warnOfUnknown(images.validation.count - held.count, in: context)
    let data = TrainingExamples(
      training: examples(all, labelled(all.captions)),
      validation: examples(images.validation, held))
    return try context.train(
      iterations: training.iterations,
      start: {
        let start = try ImageClassifier(
          clip?.model.configuration.image
            ?? newEncoder.configuration(
              height: all.height, width: all.width, channels: all.channels),
          classes: classes, encoder: clip?.model.imageEncoder, isEncoderFixed: learn == .head,
          stream: stream.derived(for: "initialization"))
        return try TrainingLoop<Classification>(
          start, data, .init(recipe: training.recipe, labelSmoothing: labelSmoothing),
          stream: stream)
      },
      restore: { try TrainingLoop<Classification>(archive: $0, data) },
      outputs: { outputs(of: $0, labels: data.training.classes.count) })
  }

  /// The images to learn from.
  private func labelled(_ captions: [String]) -> [Int] {
    guard let labelsPerClass else { return Array(captions.indices) }
    var counts: [String: Int] = [:]
    return captions.indices.filter {
      counts[captions[$0], default: 0] += 1
      return counts[captions[$0]]! <= labelsPerClass
    }
  }

  private func warnOfUnknown(_ count: Int, in context: StepContext) {
    guard count > 0 else { return }
    context.warn(
      .ordinary,
      "\(count) of \(images.validation.count) validation images \(count == 1 ? "has" : "have") a "
        + "caption that no training image has, so \(count == 1 ? "it does" : "they do") not count "
        + "for the validation.")
  }

  private func outputs(of loop: TrainingLoop<Classification>, labels: Int) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss,
      unit: "nats/image")
    let model = loop.model
    var outputs = Outputs()
    outputs.classifier = ImageClassifierModel(model)
    outputs.parameters = model.parameterCount
    outputs.classCount = model.classes.count
    outputs.labels = labels
    outputs.validationAccuracy = summary.validationAccuracy
    outputs.history = summary.tableWithAccuracies
    outputs.training = TrainingOutputs(summary)
    return outputs
  }
}

/// Which parts of a classifier are trained.
enum LearnedPart: String, OptionChoice {
  case all, head
}
