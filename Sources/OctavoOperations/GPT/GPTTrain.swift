import Foundation
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
      matrices alone. Initialisation and recipe are nanoGPT's. With `from`, training continues from a \
      model that an earlier step has made. Dropout is the model's, as in `model: {dropout: 0.1}` or in \
      the folder that it was loaded from, unless `training` has its own.
      """,
    example: """
      run: gpt.train
      data: corpus
      model: {layers: 4, heads: 4, width: 128, context: 64}
      training: {iterations: 2000, batch: 12}
      """)

  static let outputs: [Output] =
    [
      .artifact("model", LanguageModel.self, "The trained model."),
      .value("parameters", .integer, "How many numbers the model has learnt."),
      .value(
        "active-parameters", .integer,
        "How many of them one token meets: all, unless the model has experts."),
      .value("tokens", .integer, "How many tokens it was trained on, repetitions counted."),
      .value("validation-perplexity", .number, "The exponential of the validation loss."),
      .table(
        "history", columns: TrainingSummary.columns,
        "One row an evaluation; losses of training are means since the row before."),
    ] + TrainingSummary.outputs

  @Input("The text to learn from.") var data: Corpus
  @Input("A model to train further, in place of a new one.") var from: LanguageModel?
  @Input("What cuts the text into tokens for a new model; without it, characters are tokens.")
  var tokenizer: TextTokenizer?
  @Option("The shape of a new model.") var model: ModelOptions?
  @Option("The recipe.") var training = LanguageModelingOptions()

  func check(_ findings: inout Findings) {
    if $from.isGiven == (model != nil) {
      findings.report(
        at: model == nil ? nil : "model",
        model == nil ? "there is no model to train" : "both `model` and `from` are given",
        remedy: "give `model` for a new model, or `from` to train one further")
    }
    if $from.isGiven, $tokenizer.isGiven {
      findings.report(at: "tokenizer", "a model that is trained further has its own tokenizer")
    }
    findings.requireWritable($data.outline, by: $from.outline, at: "data")
    if let data = $data.outline, let context = configuration?.context {
      checkLength(data.characters - data.heldBack, "for training", context, &findings)
      if data.heldBack > 0 { checkLength(data.heldBack, "held back", context, &findings) }
    }
    if let model {
      let counterpart = TransformersCounterpart(of: model)
      if let problem = counterpart.problem {
        findings.warn(at: "model", problem, remedy: counterpart.remedy)
      }
    }
    findings.requireMemory(
      estimatedBytes, at: model == nil ? "from" : "model",
      remedy: "choose a smaller `width`, `layers`, `context` or `batch`")
  }

  private func checkLength(
    _ characters: Int, _ part: String, _ context: Int, _ findings: inout Findings
  ) {
    guard characters <= context else { return }
    findings.report(
      at: model == nil ? "from" : "model.context",
      "the context of \(context.forReading) tokens is longer than the text \(part), "
        + "\(characters.forReading) characters at most",
      remedy: "give a longer text, or a smaller `context`")
  }

  private var vocabularySize: Int {
    $tokenizer.outline?.vocabularySize ?? $data.outline?.vocabularySize ?? 256
  }

  /// A vocabulary that is not known yet is taken to have 256 tokens.
  private var configuration: GPT.Configuration? {
    model?.configuration(vocabularySize: vocabularySize) ?? $from.outline?.configuration
  }

  private var estimatedBytes: Int? { configuration?.trainingBytes(batch: training.batch) }

  private func tokens(context: Int) -> Int {
    // A model that was read may have a context far beyond those that are made here.
    let sequences = training.iterations * training.batch * training.accumulation
    let (tokens, overflows) = sequences.multipliedReportingOverflow(by: context)
    return overflows ? .max : tokens
  }

  var costs: [(String, String)] {
    guard let configuration else { return [] }
    return [
      ("parameters", "about \(configuration.parameterCount)\(configuration.activeRemark)"),
      ("tokens", tokens(context: configuration.context).forReading),
    ] + Self.memoryCost(estimatedBytes)
  }

  func foresee(_ outlook: inout Outlook) {
    if let configuration {
      let isExact =
        $from.outline?.hasExactVocabulary
        ?? (!$tokenizer.isGiven && $data.outline?.vocabularySize != nil)
      outlook.expect(
        "model", LanguageModel.self,
        LanguageModel.Outline(
          configuration: configuration, hasExactVocabulary: isExact,
          alphabet: $from.isGiven
            ? $from.outline?.alphabet : $tokenizer.isGiven ? nil : $data.outline?.alphabet))
    }
  }

  func run(in context: StepContext) throws -> StepResult {
    let stream = RandomStream(seed: context.seed)
    if let model, let warning = TransformersCounterpart(of: model).warning {
      context.warn(warning)
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
      result: { result(of: $0, start.tokenizer) })
  }

  private func result(
    of loop: TrainingLoop<LanguageModeling>, _ tokenizer: Tokenizer
  ) -> StepResult {
    var result = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss
    ).result
    let configuration = loop.model.configuration
    result.artifacts["model"] = LanguageModel(loop.model, tokenizer)
    result.values["parameters"] = .integer(configuration.parameterCount)
    result.values["active-parameters"] = .integer(configuration.activeParameterCount)
    result.values["tokens"] = .integer(tokens(context: configuration.context))
    if let loss = result.values["validation-loss"]?.double {
      result.values["validation-perplexity"] = .number(exp(loss))
    }
    result.shown += ["validation-perplexity", "parameters", "tokens"]
    if configuration.experts != nil { result.shown.append("active-parameters") }
    return result
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
    experts == nil ? "" : ", of which a token meets about \(activeParameterCount)"
  }
}
