import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.train`: a language model learns to predict the next token of a text.
struct GPTTrain: Operation {
  static let manual = Manual(
    "gpt.train", "Trains a GPT to predict the next token of a text.",
    discussion: """
      The model is a decoder-only transformer (Radford et al. 2019; Touvron et al. 2023 for LLaMA's \
      choices). Each step draws `batch` crops of the training text at random, takes the mean \
      cross-entropy of every next token, and follows AdamW (Loshchilov and Hutter 2019) with decay on \
      matrices alone. Initialization and recipe are nanoGPT's. With `from`, training continues from a \
      model that an earlier step has made. Dropout is the model's, as in `model: {dropout: 0.1}` or in \
      the folder that it was loaded from, unless `training` has its own. A `repetition` in `training` \
      adds a loss against repetition, which the reported losses leave out. With a `capacity`, whether \
      an expert drops a token depends on the other tokens of its batch: all first choices come before \
      all second ones, and among these the earlier sequences and positions. The validation loss is \
      measured without a capacity.
      """,
    example: """
      run: gpt.train
      data: corpus
      model: {layers: 4, heads: 4, width: 128, context: 64}
      training: {iterations: 2000, batch: 12}
      """)

  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model.") var model: LanguageModel
    @Output("The number of parameters.") var parameters: Int
    @Output("The number of parameters that one token uses: all, unless the model has experts.")
    var activeParameters: Int
    @Output("How many tokens it was trained on, repetitions counted.") var tokens: Int
    @Output("The exponential of the validation loss.") var validationPerplexity: Double?
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columns) var history: Table
    @Output(
      "The most bytes that a forward pass kept for its backward pass, given `attention` in `training`."
    ) var activationBytes: Int?
    var training = TrainingOutputs()
    var routers = RoutingOutputs()

    var shown: [any DeclaredOutput] {
      training.shown + [$validationPerplexity, $parameters, $tokens]
        + ($parameters.isMade && activeParameters != parameters ? [$activeParameters] : [])
    }
  }

  @Input("The text to learn from.") var data: Corpus
  @Input("A model to train further, in place of a new one.") var from: LanguageModel?
  @Input("What cuts the text into tokens for a new model; without it, characters are tokens.")
  var tokenizer: TextTokenizer?
  @Option("The shape of a new model.") var model: ModelOptions?
  @Option("The recipe.") var training = LanguageModelingOptions()

  func check(_ problems: inout Problems) {
    if $from.isGiven == (model != nil) {
      problems.report(
        at: model == nil ? nil : $model,
        model == nil ? "there is no model to train" : "both `model` and `from` are given",
        remedy: "give `model` for a new model, or `from` to train one further")
    }
    if $from.isGiven, $tokenizer.isGiven {
      problems.report(at: $tokenizer.field, "a model that is trained further has its own tokenizer")
    }
    training.repetition?.check(context: configuration?.context, &problems)
    training.experts.check(for: configuration, &problems)
    problems.requireWritable($data.outline, by: $from.outline, at: $data.field)
    problems.requireTrainingText($data)
    problems.requireLonger(
      $data.outline, than: configuration?.context,
      at: model == nil ? $from.field : model?.$context)
    if let model {
      let counterpart = TransformersCounterpart(of: model)
      if let problem = counterpart.problem {
        problems.warn(at: $model, problem, remedy: counterpart.remedy)
      }
    }
    problems.requireMemory(
      memory, at: model == nil ? $from.field : $model,
      remedy: "choose a smaller `width`, `layers`, `context` or `batch`")
  }

  private var vocabularySize: Int {
    $tokenizer.outline?.vocabularySize ?? $data.outline?.vocabularySize ?? 256
  }

  /// A vocabulary that is not known yet is taken to have 256 tokens.
  private var configuration: GPT.Configuration? {
    model?.configuration(vocabularySize: vocabularySize) ?? $from.outline?.configuration
  }

  var memory: Int? {
    configuration?.trainingBytes(
      batch: training.sequencesAtOnce, attention: training.attention ?? .recomputed)
  }

  var work: Double? {
    configuration.map { Double($0.parameterCount) * Double(tokens(context: $0.context)) }
  }

  private func tokens(context: Int) -> Int {
    self.tokens(context: context, iterations: training.iterations)
  }

  private func tokens(context: Int, iterations: Int) -> Int {
    let sequences = iterations * training.batch * training.accumulation
    // A model that was read may have a context far beyond those that are made here.
    let (tokens, overflows) = sequences.multipliedReportingOverflow(by: context)
    return overflows ? .max : tokens
  }

  var costs: [(String, String)] {
    guard let configuration else { return [] }
    return [
      (
        "parameters",
        "about \(configuration.parameterCount.forReading)\(configuration.activeRemark)"
      ),
      ("tokens", tokens(context: configuration.context).forReading),
    ]
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if training.attention == nil { outputs.leaveOut(\.$activationBytes) }
    outputs.expect(routing: \.routers, training.experts, configuration)
    guard let configuration else { return }
    let isExact =
      $from.outline?.hasExactVocabulary
      ?? (!$tokenizer.isGiven && $data.outline?.vocabularySize != nil)
    outputs[\.$model] = LanguageModel.Outline(
      configuration: configuration, hasExactVocabulary: isExact,
      alphabet: $from.isGiven
        ? $from.outline?.alphabet : $tokenizer.isGiven ? nil : $data.outline?.alphabet)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    if let model, let warning = TransformersCounterpart(of: model).warning {
      context.warn(.minor, warning)
    }
    let start = try from ?? newModel(stream)
    let corpus = TokenCorpus(
      training: try start.tokenizer.encode(data.training),
      validation: try start.tokenizer.encode(data.validation),
      vocabularySize: start.tokenizer.vocabularySize)
    return try context.train(
      iterations: training.iterations,
      start: {
        try TrainingLoop<LanguageModeling>(
          start.model, corpus, training.settings(for: start.model.configuration),
          stream: stream)
      },
      restore: { try TrainingLoop<LanguageModeling>(archive: $0, corpus) },
      outputs: { outputs(of: $0, start.tokenizer) })
  }

  private func outputs(
    of loop: TrainingLoop<LanguageModeling>, _ tokenizer: Tokenizer
  ) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss)
    let configuration = loop.model.configuration
    var outputs = Outputs()
    outputs.model = LanguageModel(loop.model, tokenizer)
    outputs.parameters = configuration.parameterCount
    outputs.activeParameters = configuration.activeParameterCount
    outputs.history = summary.table
    outputs.training = TrainingOutputs(summary)
    if training.attention != nil { outputs.activationBytes = loop.keptBytes }
    outputs.routers = RoutingOutputs(loop.objective.state.iterations, summary)
    outputs.tokens = tokens(
      context: configuration.context, iterations: outputs.training.iterations)
    outputs.validationPerplexity = outputs.training.validationLoss.map(Double.exp)
    return outputs
  }

  private func newModel(_ stream: RandomStream) throws -> LanguageModel {
    guard let model else { throw OperationError("there is no model to train") }
    let tokenizer =
      tokenizer?.tokenizer
      ?? .characters(CharacterTokenizer(of: data.training + data.validation))
    let gpt = try GPT(
      model.configuration(vocabularySize: tokenizer.vocabularySize),
      stream: stream.derived(for: "initialization"))
    return LanguageModel(gpt, tokenizer)
  }
}

extension GPT.Configuration {
  fileprivate var activeRemark: String {
    experts == nil ? "" : ", of which a token uses about \(activeParameterCount.forReading)"
  }
}
