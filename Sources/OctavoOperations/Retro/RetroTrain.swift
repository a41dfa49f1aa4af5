import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `retro.train`: a language model learns to read neighbors of its text.
struct RetroTrain: Operation {
  static let manual = Manual(
    "retro.train", "Trains a language model that reads neighbors of its text from a store.",
    discussion: """
      RETRO (Borgeaud et al. 2022). The text is cut into chunks. For each, BM25 finds `neighbors` \
      chunks of `store` that share its words, in both splits; each neighbor is read with its \
      continuation, so that it has twice the length of a chunk. An encoder reads the neighbors, and \
      blocks of the decoder attend to them by chunked cross-attention: the last token of the chunk and \
      all tokens of the next one but its last. The search is not trained. In training, a chunk never \
      has a neighbor from its own documents or those of the next chunk; equal documents count as one. \
      With `from`, a trained model learns to read neighbors (retrofitting). The new layers do not \
      change its predictions before they are trained, and with `learn: retrieval` its own parameters \
      are frozen. `stride` lets chunks begin at more places, so that the same text is cut in more ways.
      """,
    example: """
      run: retro.train
      data: questions
      store: facts
      from: pretrain
      learn: retrieval
      retrieval: {chunk: 16, neighbors: 2}
      training: {iterations: 500, batch: 12}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: RetrievalLanguageModel
    @Output("The number of parameters, trained or frozen.") var parameters: Int
    @Output("The number of parameters that were trained.") var trainedParameters: Int
    @Output("The number of chunks in the store.") var storeChunks: Int
    @Output("The share of the training text's chunks for which neighbors were found.")
    var found: Double
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columns) var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      training.shown + [$trainedParameters, $parameters, $storeChunks, $found]
    }
  }

  @Input("The text to learn from.") var data: Corpus
  @Input("The text in which neighbors are found.") var store: Corpus
  @Input("A trained language model that learns to read neighbors, in place of a new one.")
  var from: LanguageModel?
  @Input("What cuts the text into tokens for a new model; without it, characters are tokens.")
  var tokenizer: TextTokenizer?
  @Option("The shape of a new language model.") var model: ModelOptions?
  @Option("How the model reads neighbors.") var retrieval = RetroModelOptions()
  @Option(
    "Which parts are trained: `all`, or only the encoder and the cross-attention (`retrieval`).")
  var learn = RetroModel.LearnedPart.all
  @Option("What separates the documents of the store and of the text.")
  var documents = DocumentSeparator.paragraph
  @Option(
    "After how many tokens another chunk may begin; it must divide `chunk`. Without it, `chunk`.",
    .within(1...4096)) var stride: Int?
  @Option("The recipe.") var training = TrainingOptions(
    examples: "crops of the text", evaluation: "the validation loss is measured",
    iterations: 1000, batch: 12, learningRate: 1e-3, weightDecay: 0.1)
  @Option("The number of batches on which the validation loss is measured.", .within(1...1000))
  var evaluationBatches = 8

  func check(_ problems: inout Problems) {
    if $from.isGiven == (model != nil) {
      problems.report(
        at: model == nil ? nil : $model,
        model == nil ? "there is no model to train" : "both `model` and `from` are given",
        remedy: "give `model` for a new model, or `from` for one that learns to read neighbors")
    }
    if $from.isGiven, $tokenizer.isGiven {
      problems.report(at: $tokenizer.field, "a model that is trained further has its own tokenizer")
    }
    if learn == .retrieval, !$from.isGiven {
      problems.report(
        at: $learn, "a new language model is untrained, so it cannot be frozen",
        remedy: "give `from`, or `learn: all`")
    }
    if let stride, !retrieval.chunk.isMultiple(of: stride) {
      problems.report(
        at: $stride,
        "chunks of \(retrieval.chunk) tokens cannot begin after every \(stride) tokens",
        remedy: "choose a `stride` that divides `chunk`")
    }
    let language = model == nil ? $from.field : $model
    retrieval.check(for: self.language, at: language, &problems)
    problems.requireTrainingText($data)
    problems.requireLonger(
      $data.outline, than: self.language?.context,
      at: model == nil ? $from.field : model?.$context)
    problems.requireWritable($data.outline, by: $from.outline, at: $data.field)
    problems.requireWritable($store.outline, by: $from.outline, at: $store.field)
    problems.requireMemory(
      memory, at: training.$batch,
      remedy: "choose a smaller `batch`, fewer `neighbors`, or a larger `stride`")
  }

  /// A vocabulary that is not known yet is taken to have 256 tokens.
  private var language: GPT.Configuration? {
    model?.configuration(vocabularySize: $tokenizer.outline?.vocabularySize ?? 256)
      ?? $from.outline?.configuration
  }

  /// Nil where it is not known, or has problems.
  private var configuration: RetroModel.Configuration? {
    let configuration = language.map {
      RetroModel.Configuration(language: $0, retrieval: retrieval.retrieval)
    }
    return configuration?.problems.isEmpty == true ? configuration : nil
  }

  var memory: Int? {
    configuration?.trainingBytes(batch: training.batch).addingSaturating(neighborBytes)
  }

  /// The tokens of the neighbors of every chunk, as far as the text's length is known.
  private var neighborBytes: Int {
    guard let characters = $data.outline?.characters, characters < Corpus.Outline.unknownLength
    else { return 0 }
    let chunks = Double(characters) / Double(stride ?? retrieval.chunk)
    return Int(saturating: chunks * Double(retrieval.neighbors) * Double(2 * retrieval.chunk) * 4)
  }

  var costs: [(String, String)] {
    guard let configuration else { return [] }
    let reading = configuration.retrievalParameterCount
    let all = reading + configuration.language.parameterCount
    let (tokens, overflows) = (training.iterations * training.batch)
      .multipliedReportingOverflow(by: configuration.language.context)
    return [
      ("parameters", "about \(all.forReading), of which \(reading.forReading) read neighbors"),
      ("tokens", (overflows ? .max : tokens).forReading),
    ]
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let configuration else { return }
    outputs[\.$model] = RetrievalLanguageModel.Outline(
      configuration: configuration,
      language: $from.outline ?? LanguageModel.Outline(configuration: configuration.language))
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let language = try from ?? newModel(stream)
    let start = try RetroModel(
      language.model, retrieval.retrieval, learned: learn, stream: stream.derived(for: "retrieval"))
    let store = try documents.store(
      of: store, language.tokenizer, chunk: retrieval.chunk)
    func retrieved(_ text: String) throws -> RetrievedText? {
      let parts = documents.parts(of: text)
      if parts.isEmpty { return nil }
      let search = RetrievedText.Search(
        count: retrieval.neighbors, stride: stride ?? retrieval.chunk, findsOwnDocuments: false)
      return try RetrievedText(
        parts, language.tokenizer, in: store, search, progress: context.lookups)
    }
    let examples = TrainingExamples(
      training: try retrieved(data.training), validation: try retrieved(data.validation))
    let found = examples.training?.foundShare ?? 0
    warnOfMissing(1 - found, in: context)
    return try context.train(
      iterations: training.iterations,
      start: {
        try TrainingLoop<RetroLearning>(
          start, examples,
          .init(recipe: training.recipe, evaluationBatches: evaluationBatches), stream: stream)
      },
      restore: { try TrainingLoop<RetroLearning>(archive: $0, examples) },
      outputs: { outputs(of: $0, language.tokenizer, chunks: store.count, found: found) })
  }

  private func newModel(_ stream: RandomStream) throws -> LanguageModel {
    guard let model else { throw OperationError("there is no model to train") }
    let tokenizer =
      tokenizer?.tokenizer
      ?? .characters(
        CharacterTokenizer(
          of: data.training + data.validation + store.training + store.validation))
    let gpt = try GPT(
      model.configuration(vocabularySize: tokenizer.vocabularySize),
      stream: stream.derived(for: "initialization"))
    return LanguageModel(gpt, tokenizer)
  }

  private func warnOfMissing(_ share: Double, in context: StepContext) {
    guard share > 0.5 else { return }
    context.warn(
      share == 1 ? .grave : .ordinary,
      "For \(Int(100 * share)) % of the chunks of the training text, the store has no neighbor: "
        + "a neighbor must share a word with the chunk and come from another document.")
  }

  private func outputs(
    of loop: TrainingLoop<RetroLearning>, _ tokenizer: Tokenizer, chunks: Int, found: Double
  ) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss)
    let model = loop.model
    var outputs = Outputs()
    outputs.model = RetrievalLanguageModel(model, tokenizer)
    outputs.parameters = model.parameterCount
    outputs.trainedParameters = model.trainedParameterCount
    outputs.storeChunks = chunks
    outputs.found = found
    outputs.history = summary.table
    outputs.training = TrainingOutputs(summary)
    return outputs
  }
}

extension StepContext {
  /// Reports how many chunks were looked up.
  func lookups(_ done: Int, of total: Int) throws {
    try progress(of: total, unit: "chunks")(done)
  }
}
