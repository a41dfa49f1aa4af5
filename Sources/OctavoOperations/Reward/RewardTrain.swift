import OctavoEngine
import OctavoResults
import OctavoRunner

/// `reward.train`: a model learns which responses are preferred.
struct RewardTrain: Operation {
  static let manual = Manual(
    "reward.train", "Trains a reward model on preferences.",
    discussion: """
      The second of InstructGPT's three stages (Ouyang et al. 2022, section 3.5). A transformer, \
      usually a fine-tuned one, gets a linear head that reads a score off the last token of a response. \
      The loss is `pairs`, −log σ(better − worse − margin) over all K(K−1)/2 pairs of a prompt in one \
      pass; `ranking`, the likelihood of the whole order (Plackett 1975; Luce 1959); or `best`, the \
      softmax of the best one. The head starts as N(0, 1/(d+1)) (Ziegler et al. 2019). \
      Differences of scores are all that is learned; with `reference`, scores get mean 0 on those \
      responses, and with `scale` also variance 1. To train on a large noisy ranking first and on the \
      real one afterwards (preference-model pretraining, Askell et al. 2021) is two steps, the second \
      with `from`. Nothing is dropped unless `training` says so, whatever the model's own dropout.
      """,
    example: """
      run: reward.train
      model: finetune
      data: preferences
      reference: pairs
      training: {iterations: 80, batch: 8, learning-rate: 1e-3}
      """)
  static let outputs: [Output] =
    [
      .artifact("reward-model", TextRewardModel.self, "The trained reward model."),
      .value(
        "accuracy", .number,
        "Of the comparisons held back, the share in which the better response scores higher."),
      .value("initial-accuracy", .number, "The same before training."),
      .value(
        "judge-agreement", .number,
        "Of the pairs held back that the judge decides, the share that scores order as it does."),
      .value(
        "label-accuracy", .number,
        "Of these, the share that the preferences themselves have right: what their noise allows."),
      .value(
        "calibration-error", .number,
        "The mean distance between how sure the scores are and how often they are right."),
      .table(
        "history",
        columns: TrainingSummary.columns
          + ["training-accuracy", "validation-accuracy"],
        "One row an evaluation; training's numbers are means since the row before."),
      .table(
        "calibration", columns: ["confidence", "accuracy", "comparisons"],
        "Comparisons held back, grouped by the probability that the scores give the better one."),
      .figure("accuracy-by-confidence", "How often scores are right, by how sure they are."),
    ] + TrainingSummary.outputs

  @Input("The language model that becomes the reward model's trunk.") var model: LanguageModel?
  @Input("A reward model to train further, in place of a new one.") var from: TextRewardModel?
  @Input("The preferences.") var data: Preferences
  @Input("Pairs whose responses score 0 on average in the end.") var reference: Pairs?
  @Option("Whether scores also get variance 1 on the `reference`.") var scale = false
  @Option("Learns from at most this many preferences, from the first.", .limit)
  var limit: Int?
  @Option("What a ranking contributes to the loss.")
  var objective = RankingObjective.pairs
  @Option(
    "By how much the better response should score higher, where the data do not say.",
    .within(0...1e6))
  var margin = 0.0
  @Option("The recipe; an example is a prompt with its responses.")
  var training = TextTrainingOptions()

  func check(_ findings: inout Findings) {
    if $from.isGiven == $model.isGiven {
      findings.report(
        at: $model.isGiven ? "model" : nil,
        !$model.isGiven
          ? "there is no model to train" : "both `model` and `from` are given",
        remedy: "give `model` for a new reward model, or `from` to train one further")
    }
    if scale, !$reference.isGiven {
      findings.report(at: "scale", "there is nothing to scale by", remedy: "give a `reference`")
    }
    if margin > 0, objective != .pairs {
      findings.report(at: "margin", "only the objective `pairs` has a margin")
    }
    // A prompt has two responses at least.
    findings.requireMemory(
      configuration?.trainingBytes(batch: 2 * training.batch), at: "training.batch",
      remedy: "choose a smaller `batch`")
  }

  private var configuration: GPT.Configuration? {
    $model.outline?.configuration ?? $from.outline?.configuration
  }

  func foresee(_ outlook: inout Outlook) {
    if let configuration {
      outlook.expect(
        "reward-model", TextRewardModel.self,
        TextRewardModel.Outline(configuration: configuration))
    }
  }

  func run(in context: StepContext) throws -> StepResult {
    let stream = RandomStream(seed: context.seed)
    let start = try start(stream)
    let configuration = start.model.configuration
    let examples = try context.usable(
      data, limit: limit, by: start.tokenizer, for: configuration)
    let reference = try reference.map {
      try context.usable($0, by: start.tokenizer, for: configuration).training
    }
    let preferences = TrainingExamples(
      training: examples.training.map(withMargin),
      validation: examples.validation.map(withMargin))
    return try context.train(
      iterations: training.iterations,
      start: {
        try TrainingLoop<RewardModeling>(
          start.model, preferences,
          .init(recipe: training.recipe(usualDropout: .zero), ranking: objective),
          stream: stream)
      },
      restore: { try TrainingLoop<RewardModeling>(archive: $0, preferences) },
      result: { result(of: $0, preferences.validation, reference ?? [], start.tokenizer) })
  }

  private func start(_ stream: RandomStream) throws -> TextRewardModel {
    if let from { return from }
    guard let model else { throw OperationError("there is no model to train") }
    return TextRewardModel(RewardModel(trunk: model.model, stream: stream), model.tokenizer)
  }

  private func withMargin(_ preference: RankedResponses) -> RankedResponses {
    var preference = preference
    if preference.margin == 0 { preference.margin = margin }
    return preference
  }

  private func result(
    of loop: TrainingLoop<RewardModeling>, _ validation: [RankedResponses],
    _ reference: [PromptResponse], _ tokenizer: Tokenizer
  ) -> StepResult {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss, unit: "nats")
    var result = summary.result
    let model =
      reference.isEmpty
      ? loop.model
      : loop.model.normalized(
        prompts: reference.map(\.prompt), responses: reference.map(\.response),
        deviation: scale ? 1 : nil)
    result.artifacts["reward-model"] = TextRewardModel(model, tokenizer)
    result.tables["history"]?.columns += summary.accuracies
    if let accuracy = loop.initialValidation?.accuracy {
      result.values["initial-accuracy"] = .number(accuracy)
      result.add(loop.model.evaluate(on: validation))
    }
    result.shown =
      ["loss", "accuracy-by-confidence", "accuracy", "label-accuracy"]
      + ["judge-agreement", "calibration-error"]
    return result
  }
}

extension RankingObjective: OptionChoice {}

extension StepResult {
  fileprivate mutating func add(_ evaluation: PreferenceEvaluation) {
    let bins = evaluation.calibration
    values["accuracy"] = .number(evaluation.accuracy)
    values["judge-agreement"] = evaluation.judgeAgreement.map(Value.number)
    values["label-accuracy"] = evaluation.labelAgreement.map(Value.number)
    values["calibration-error"] = .number(evaluation.expectedCalibrationError)
    tables["calibration"] = Table([
      .init("confidence", numbers: bins.map(\.confidence)),
      .init("accuracy", numbers: bins.map(\.accuracy)),
      .init("comparisons", integers: bins.map(\.comparisons)),
    ])
    figures["accuracy-by-confidence"] = Figure(
      .plot(
        Plot(
          .series([
            Plot.Series(
              "reward model", mark: .linesAndPoints, x: bins.map(\.confidence),
              y: bins.map(\.accuracy)),
            Plot.Series("calibrated", x: [0.5, 1], y: [0.5, 1]),
          ]),
          horizontal: Plot.Axis("probability given to the better score"),
          vertical: Plot.Axis("share that is preferred", lower: 0, upper: 1))),
      caption: "Comparisons held back: how often scores are right, by how sure they are.")
  }
}
