import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

extension MultimodalModel.LearnedPart: OptionChoice {}

/// `multimodal.train`: a language model learns to read images among its tokens.
struct MultimodalTrain: Operation {
  static let manual = Manual(
    "multimodal.train", "Teaches a language model to read images among its tokens.",
    discussion: """
      As in PaLM-E (Driess et al. 2023), an image encoder maps each patch of an image to a vector, a \
      linear projection maps these vectors to the language model's embedding space, and they take \
      the place of `<image>` among the embeddings of the prompt's tokens. With `image-tokens`, the \
      feature of the whole image is projected to that many embeddings instead, as in Frozen \
      (Tsimpoukelli et al. 2021). The loss is the cross-entropy of the response's tokens alone, in \
      nats per token. `learn: all` trains all parameters, `learn: encoder` freezes the language \
      model, and `learn: projection` also freezes the image encoder, which then must come from \
      `clip`. With `sight: none` every image is grey, for a baseline that is trained in the same \
      way without seeing the images. The output `language` is the language model after the \
      training, so that `gpt.evaluate` can measure how much of its ability on text is left.
      """,
    example: """
      run: multimodal.train
      questions: questions
      language: pretrain
      learn: encoder
      encoder: {patch: 8}
      training: {iterations: 500, batch: 32, learning-rate: 1e-3}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: ImageLanguageModel
    @Output("The language model after the training, for text alone.") var language: LanguageModel
    @Output("The number of parameters, trained or frozen.") var parameters: Int
    @Output("The number of parameters that were trained.") var trainedParameters: Int
    @Output("The number of tokens that stand for an image.") var imageTokens: Int
    @Output(
      "The share of at most 256 validation responses whose tokens are all predicted correctly, at the "
        + "end.",
      isShare: true)
    var validationAccuracy: Double?
    @Output(
      "One row per evaluation; losses and accuracies of training are means since the row before.",
      columns: TrainingSummary.columnsWithAccuracies)
    var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      training.shown + [$validationAccuracy, $trainedParameters, $imageTokens]
    }
  }

  @Input("The images with questions and answers.") var questions: ImageQuestions
  @Input("The language model to start from.") var language: LanguageModel
  @Input("A model with the image encoder to start from; without it, a new one is trained.")
  var clip: ImageTextModel?
  @Option("Which parts are trained.") var learn = MultimodalModel.LearnedPart.all
  @Option("The shape of a new image encoder.") var encoder: ImageEncoderOptions?
  @Option(
    "The number of tokens for the feature of the whole image; without it, each patch is a token.",
    .within(1...1024))
  var imageTokens: Int?
  @Option(
    "The image that the model sees: the question's `own`, that of the next question (`other`), or a "
      + "grey one (`none`).")
  var sight = Sight.own
  @Option("The recipe.") var training = TrainingOptions(
    examples: "questions", iterations: 500, batch: 32, learningRate: 1e-3, weightDecay: 0.1)

  func check(_ problems: inout Problems) {
    if learn == .projection, !$clip.isGiven {
      problems.report(
        at: $learn,
        "a new image encoder is untrained, so training the projection alone cannot work",
        remedy: "give `clip`, or `learn: encoder`")
    }
    if $clip.isGiven, encoder != nil {
      problems.report(
        at: $encoder, "the image encoder of `clip` has its own shape",
        remedy: "remove `encoder`, or `clip` for a new encoder")
    }
    guard let images = $questions.outline?.images else { return }
    if $clip.isGiven {
      ImageFormat.check(
        images.format, for: $clip.outline?.image.format, at: $questions.field, &problems)
    } else {
      newEncoder.check(images, &problems)
    }
    guard let configuration else { return }
    if let problem = configuration.problems.first, problem.setting == "imageTokens" {
      problems.report(
        at: imageTokens == nil ? $language.field : $imageTokens, problem.message,
        remedy: "give larger patches or fewer `image-tokens`, or a language model with a larger "
          + "`context`")
    }
    problems.requireMemory(
      configuration.trainingBytes(batch: training.batch), at: training.$batch,
      remedy: "choose a smaller `batch`")
  }

  private var newEncoder: ImageEncoderOptions { encoder ?? ImageEncoderOptions() }

  /// The model's configuration; nil where it is not known yet.
  private var configuration: MultimodalModel.Configuration? {
    guard let language = $language.outline?.configuration else { return nil }
    let image =
      $clip.isGiven
      ? $clip.outline?.image
      : $questions.outline.map {
        newEncoder.configuration(
          height: $0.images.height, width: $0.images.width, channels: $0.images.channels)
      }
    return image.map { .init(image: $0, language: language, featureTokens: imageTokens) }
  }

  var costs: [(String, String)] {
    guard let configuration, configuration.problems.isEmpty else { return [] }
    let bytes = configuration.trainingBytes(batch: training.batch)
    return [
      (
        "parameters",
        "about \((configuration.image.parameterCount + configuration.language.parameterCount).forReading)"
      ),
      ("images", (training.iterations * training.batch).forReading),
      ("memory", "about \(NumberText.bytes(bytes))"),
    ]
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$language] = $language.outline
    guard let configuration, let language = $language.outline else { return }
    outputs[\.$model] = ImageLanguageModel.Outline(
      configuration: configuration, language: language)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let set = questions.images.training
    if let clip { try clip.model.configuration.image.format.require(set) }
    let start = try MultimodalModel(
      language.model,
      image: clip?.model.configuration.image
        ?? newEncoder.configuration(height: set.height, width: set.width, channels: set.channels),
      featureTokens: imageTokens, encoder: clip?.model.imageEncoder, learned: learn,
      stream: stream.derived(for: "initialization"))
    func examples(_ part: ImagePart, _ name: String) throws -> ImagePrompts {
      let (images, questions) = questions.part(part)
      let usable =
        questions.isEmpty
        ? []
        : try context.usable(
          questions, called: name, by: language.tokenizer, for: start.configuration)
      return ImagePrompts(
        images: sight.seen(images[usable.map(\.index)]).tensor, prompts: usable.map(\.prompt))
    }
    guard !questions.training.isEmpty else { throw OperationError("there are no questions") }
    let data = TrainingExamples(
      training: try examples(.training, "questions"),
      validation: try examples(.validation, "validation questions"))
    return try context.train(
      iterations: training.iterations,
      start: {
        try TrainingLoop<MultimodalTuning>(
          start, data, .init(recipe: training.recipe), stream: stream)
      },
      restore: { try TrainingLoop<MultimodalTuning>(archive: $0, data) },
      outputs: outputs)
  }

  private func outputs(of loop: TrainingLoop<MultimodalTuning>) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss)
    let model = loop.model
    var outputs = Outputs()
    outputs.model = ImageLanguageModel(model, language.tokenizer)
    outputs.language = LanguageModel(model.language, language.tokenizer)
    outputs.parameters = model.parameterCount
    outputs.trainedParameters = model.trainedParameterCount
    outputs.imageTokens = model.configuration.imageTokens
    outputs.validationAccuracy = summary.validationAccuracy
    outputs.history = summary.tableWithAccuracies
    outputs.training = TrainingOutputs(summary)
    return outputs
  }
}
