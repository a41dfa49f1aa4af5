import OctavoEngine
import OctavoResults
import OctavoRunner

/// `fusion.finetune`: a model of images and captions learns to answer questions about images.
struct FusionFinetune: Operation {
  static let manual = Manual(
    "fusion.finetune", "Trains a model of images and captions to answer questions about images.",
    discussion: """
      The answers of the training questions are the classes that the model chooses from, as is usual \
      for visual question answering (Antol et al. 2015). `model` reads image and question together, \
      and a hidden layer of twice the width and a linear layer map its state of the pair to scores \
      of the answers. `clip` encodes image and question separately, and the same layers read both \
      features, concatenated (late fusion). All parameters are trained. Words that are not in the \
      model's vocabulary, and positions beyond its longest caption, get new embeddings. With \
      `see-images: false` every image is replaced by a grey one, which measures how much the \
      questions alone reveal. Validation questions whose answer no training question has are left \
      out, and a warning says how many there are. `fusion.quiz` evaluates the trained model.
      """,
    example: """
      run: fusion.finetune
      model: fused
      questions: asked
      training: {iterations: 300}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: QuestionAnswerer
    @Output("The number of parameters.") var parameters: Int
    @Output("The number of answers that it chooses from.") var answerCount: Int
    @Output(
      "The share of at most 512 validation questions that are answered correctly, at the end.",
      isShare: true)
    var validationAccuracy: Double?
    @Output(
      "One row per evaluation; losses and accuracies of training are means since the row before.",
      columns: TrainingSummary.columnsWithAccuracies)
    var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      training.shown + [$validationAccuracy, $answerCount, $parameters]
    }
  }

  @Input("The model to start from, from `fusion.train`.") var model: FusedImageTextModel?
  @Input("The model to start from, from `clip.train`.") var clip: ImageTextModel?
  @Input("The questions about images, with their answers.") var questions: ImageQuestions
  @Option("Whether the model is shown the images.") var seeImages = true
  @Option("The recipe.") var training = TrainingOptions(
    examples: "questions", iterations: 500, batch: 64, learningRate: 1e-3, weightDecay: 0.1)

  func check(_ problems: inout Problems) {
    if $model.isGiven == $clip.isGiven {
      problems.report(
        at: $clip.field,
        $model.isGiven ? "`model` and `clip` are both given" : "there is no model to start from",
        remedy: "give either `model`, from `fusion.train`, or `clip`, from `clip.train`")
    }
    ImageFormat.check(
      $questions.outline?.images.format, for: image?.format, at: $questions.field, &problems)
    if let image {
      problems.requireMemory(
        image.trainingBytes(batch: training.batch), at: training.$batch,
        remedy: "choose a smaller `batch`")
    }
  }

  /// The image encoder of the model to start from; nil where it is not known yet.
  private var image: ImageEncoder.Configuration? {
    $model.outline?.image ?? $clip.outline?.image
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let image else { return }
    outputs[\.$model] = QuestionAnswerer.Outline(image: image)
  }

  func run(in context: StepContext) throws -> Outputs {
    guard
      let given = model.map({ AnsweringModel.Reader.fused($0.model) })
        ?? clip.map({ .compared($0.model) })
    else { throw OperationError("there is no model to start from") }
    let (training, held) = (questions.part(.training), questions.part(.validation))
    try given.image.format.require(training.images)
    let answers = Set(training.questions.map(\.answer)).sorted()
    guard answers.count > 1 else {
      throw OperationError(
        answers.isEmpty ? "there are no questions" : "all questions have the same answer",
        remedy: "give questions with different answers")
    }
    let stream = RandomStream(seed: context.seed)
    let reader = try reader(from: given, stream.derived(for: "growth"))
    let known = held.questions.indices.filter { answers.contains(held.questions[$0].answer) }
    warnOfUnknown(held.questions.count - known.count, of: held.questions.count, in: context)
    let examples = TrainingExamples(
      training: try examples(training.images, training.questions, answers, reader),
      validation: try examples(
        held.images[known], known.map { held.questions[$0] }, answers, reader))
    return try context.train(
      iterations: self.training.iterations,
      start: {
        let start = AnsweringModel(
          reader, answers: answers, seesImages: seeImages, stream: stream.derived(for: "head"))
        return try TrainingLoop<AnswerLearning>(
          start, examples, .init(recipe: self.training.recipe), stream: stream)
      },
      restore: { try TrainingLoop<AnswerLearning>(archive: $0, examples) },
      outputs: outputs)
  }

  /// The model to start from, with a vocabulary and positions for all questions.
  private func reader(
    from given: AnsweringModel.Reader, _ stream: RandomStream
  ) throws -> AnsweringModel.Reader {
    let words = questions.part(.all).questions.map { CaptionVocabulary.words(of: $0.text) }
    return try given.grown(
      to: given.vocabulary.adding(words.joined()),
      captionLength: max(given.captionLength, words.map(\.count).max() ?? 0), stream: stream)
  }

  private func examples(
    _ images: ImageSet, _ questions: [ImageQuestions.Question], _ answers: [String],
    _ reader: AnsweringModel.Reader
  ) throws -> AnswerLearning.Questions {
    let places = Dictionary(uniqueKeysWithValues: zip(answers, Int32(0)...))
    return AnswerLearning.Questions(
      CaptionedImages(
        images: images.tensor, captions: try reader.vocabulary.encode(questions.map(\.text))),
      answers: questions.map { places[$0.answer]! })
  }

  private func warnOfUnknown(_ count: Int, of all: Int, in context: StepContext) {
    guard count > 0 else { return }
    context.warn(
      .ordinary,
      "\(count) of \(all) validation questions \(count == 1 ? "has" : "have") an answer that no "
        + "training question has, so \(count == 1 ? "it does" : "they do") not count for the "
        + "validation.")
  }

  private func outputs(of loop: TrainingLoop<AnswerLearning>) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss,
      unit: "nats/question")
    let model = loop.model
    var outputs = Outputs()
    outputs.model = QuestionAnswerer(model)
    outputs.parameters = model.parameterCount
    outputs.answerCount = model.answers.count
    outputs.validationAccuracy = summary.validationAccuracy
    outputs.history = summary.tableWithAccuracies
    outputs.training = TrainingOutputs(summary)
    return outputs
  }
}
