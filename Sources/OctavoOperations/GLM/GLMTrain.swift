import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `glm.train`: a language model learns to fill blanks.
struct GLMTrain: Operation {
  static let manual = Manual(
    "glm.train", "Trains a model to fill blanks in a text from what stands on both sides.",
    discussion: """
      Autoregressive blank infilling (GLM, Du et al. 2022). Spans of each document are replaced by a \
      mask; the model reads the document with its masks in both directions, and then generates the \
      spans one after the other, in random order, each from left to right, seeing the document and the \
      spans generated so far. A token has two learned positions: in the document, where tokens of a \
      span have that of their mask, and in its span. With `blanks: {generation: 0.5}` half of the \
      documents lose their end instead of short spans, so that the model also learns to generate. The \
      loss is the mean cross-entropy of the missing tokens and of the ends of spans, in nats per token. \
      Of a document that is longer than the context, a part is drawn at random. The transformer is \
      GPT-2's; initialization and recipe are those of `gpt.train`. `glm.evaluate` lets the model fill \
      blanks and measures how well it does.
      """,
    example: """
      run: glm.train
      data: corpus
      model: {layers: 4, heads: 4, width: 128, context: 64}
      blanks: {share: 0.15, length: 3, generation: 0.5}
      training: {iterations: 2000, batch: 12}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: BlankFillingModel
    @Output("The number of parameters.") var parameters: Int
    @Output("How many documents it was trained on, counting repetitions.") var documents: Int
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columns) var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] { training.shown + [$parameters, $documents] }
  }

  @Input("The text to learn from.") var data: Corpus
  @Input("What cuts the text into tokens; without it, characters are tokens.")
  var tokenizer: TextTokenizer?
  @Option("The shape of the model.") var model = GLMModelOptions()
  @Option("What separates documents.") var documents = DocumentSeparator.line
  @Option("How the missing spans are drawn.") var blanks = BlankOptions()
  @Option("The recipe.") var training = TrainingOptions(
    examples: "documents", evaluation: "the validation loss is measured",
    iterations: 1000, batch: 12, learningRate: 1e-3, weightDecay: 0.1)

  func check(_ problems: inout Problems) {
    problems.requireNotRearranged($data)
    problems.requireTrainingText($data)
    problems.requireMemory(
      memory, at: $model, remedy: "choose a smaller `width`, `layers`, `context` or `batch`")
  }

  /// A vocabulary that is not known yet is taken to have 256 tokens.
  private var configuration: GLM.Configuration {
    model.configuration(
      vocabularySize: $tokenizer.outline?.vocabularySize ?? $data.outline?.vocabularySize ?? 256)
  }

  var memory: Int? { configuration.trainingBytes(batch: training.batch) }

  var work: Double? {
    Double(configuration.parameterCount) * Double(training.iterations * training.batch)
      * Double(model.context)
  }

  var costs: [(String, String)] {
    [
      ("parameters", "about \(configuration.parameterCount.forReading)"),
      ("documents", (training.iterations * training.batch).forReading),
    ]
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$model] = BlankFillingModel.Outline(configuration: configuration)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let tokenizer =
      tokenizer?.tokenizer
      ?? .characters(CharacterTokenizer(of: data.training + data.validation))
    let examples = TrainingExamples(
      training: try documents.split(data.training).map { try tokenizer.encode($0) },
      validation: try documents.split(data.validation).map { try tokenizer.encode($0) })
    guard !examples.training.isEmpty else {
      throw OperationError(
        "the text for training has no documents", remedy: "give a text that is not blank")
    }
    return try context.train(
      iterations: training.iterations,
      start: {
        let start = try GLM(
          model.configuration(vocabularySize: tokenizer.vocabularySize),
          stream: stream.derived(for: "initialization"))
        return try TrainingLoop<BlankInfilling>(
          start, examples, .init(recipe: training.recipe, spans: blanks.spans), stream: stream)
      },
      restore: { try TrainingLoop<BlankInfilling>(archive: $0, examples) },
      outputs: { outputs(of: $0, tokenizer) })
  }

  private func outputs(of loop: TrainingLoop<BlankInfilling>, _ tokenizer: Tokenizer) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss)
    var outputs = Outputs()
    outputs.model = BlankFillingModel(loop.model, tokenizer)
    outputs.parameters = loop.model.configuration.parameterCount
    outputs.history = summary.table
    outputs.training = TrainingOutputs(summary)
    outputs.documents = outputs.training.iterations * training.batch
    return outputs
  }
}
