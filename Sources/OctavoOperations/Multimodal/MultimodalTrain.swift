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
      PaLM-E (Driess et al. 2023): an image encoder makes a vector of each patch of an image, a linear \
      map takes these to the language model's embeddings, and there they stand among the tokens of the \
      text, wherever the prompt has `<image>`. With `image-tokens` the feature of the whole image \
      becomes so many tokens in their place, as in Frozen (Tsimpoukelli et al. 2021). The loss is the \
      cross-entropy of the response's tokens alone, in nats. `learn: all` trains everything, `learn: \
      encoder` leaves the language model as it is, and `learn: projection` the image encoder too, \
      which then has to come from `clip`. With `sight: none` every image is grey, \
      for a model that answers blindly and is trained in the same way otherwise. `language` is the language model \
      after the training, so that `gpt.evaluate` can tell what is left of its text.
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
    @Output("The number of parameters, learned or not.") var parameters: Int
    @Output("The number of parameters that were trained.") var trainedParameters: Int
    @Output("How many tokens an image is.") var imageTokens: Int
    @Output(
      "The share of validation responses of which every token is the most likely one, at the end.",
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
  @Input("A model whose image encoder to start from.") var clip: ImageTextModel?
  @Option("What learns.") var learn = MultimodalModel.LearnedPart.all
  @Option("The shape of a new image encoder.") var encoder = ImageEncoderOptions()
  @Option(
    "How many tokens the feature of the whole image becomes; without it, each patch is one.",
    .within(1...1024))
  var imageTokens: Int?
  @Option(
    "What the model sees: the `own` image, that of an `other` question, or `none`, a grey one.")
  var sight = Sight.own
  @Option("The recipe.") var training = TrainingOptions(
    examples: "questions", iterations: 500, batch: 32, learningRate: 1e-3, weightDecay: 0.1)

  func check(_ problems: inout Problems) {
    if learn == .projection, !$clip.isGiven {
      problems.report(
        at: $learn, "a new encoder has learned nothing, so the projection alone cannot",
        remedy: "give `clip`, or `learn: encoder`")
    }
    guard let images = $questions.outline?.images else { return }
    if $clip.isGiven {
      ImageFormat.check(
        images.format, for: $clip.outline?.image.format, at: $questions.field, &problems)
    } else {
      encoder.check(images, &problems)
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

  /// As far as it is known before the images and the models are.
  private var configuration: MultimodalModel.Configuration? {
    guard let language = $language.outline?.configuration else { return nil }
    let image =
      $clip.isGiven
      ? $clip.outline?.image
      : $questions.outline.map {
        encoder.configuration(
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
        ?? encoder.configuration(height: set.height, width: set.width, channels: set.channels),
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
