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
      responses, and with `scale` also variance 1. With `rating` the margin of a pair grows with how much \
      better its better response is (Touvron et al. 2023, section 3.2.2), by the gold scores that a \
      judge has left with the preferences. To train on a large noisy ranking first and on the \
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
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained reward model.") var rewardModel: TextRewardModel
    @Output(
      "The fraction of validation comparisons in which the better response scores higher.",
      isShare: true)
    var accuracy: Double?
    @Output("The same before training.", isShare: true) var initialAccuracy: Double?
    @Output(
      "The fraction of validation pairs that the scores order as the judge does; its ties do not count.",
      isShare: true) var judgeAgreement: Double?
    @Output(
      "Of these, the share that the preferences themselves have right: what their noise allows.",
      isShare: true) var labelAccuracy: Double?
    @Output("The mean distance between how sure the scores are and how often they are right.")
    var calibrationError: Double?
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columnsWithAccuracies) var history: Table
    @Output(
      "Validation comparisons, grouped by the probability that the scores give the better response.",
      columns: ["confidence", "accuracy", "comparisons"]) var calibration: Table?
    @Output("How often scores are right, by how sure they are.") var accuracyByConfidence: Figure?
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      [
        training.$loss, $accuracyByConfidence, $accuracy, $labelAccuracy, $judgeAgreement,
        $calibrationError,
      ]
    }
  }

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
  @Option("Gives each pair a margin by how far apart its gold scores are, in grades.")
  var rating: RatingOptions?
  @Option("The recipe; an example is a prompt with its responses.")
  var training = TextTrainingOptions()

  func check(_ problems: inout Problems) {
    if $from.isGiven == $model.isGiven {
      problems.report(
        at: $model.isGiven ? $model.field : nil,
        !$model.isGiven
          ? "there is no model to train" : "both `model` and `from` are given",
        remedy: "give `model` for a new reward model, or `from` to train one further")
    }
    if $from.outline?.isCombined == true {
      problems.report(
        at: $from.field, "a reward that is made of several models cannot be trained further",
        remedy: "train its models, and combine them again")
    }
    if scale, !$reference.isGiven {
      problems.report(at: $scale, "there is nothing to scale by", remedy: "give a `reference`")
    }
    if margin > 0, objective != .pairs {
      problems.report(at: $margin, "only the objective `pairs` has a margin")
    }
    if rating != nil, objective != .pairs {
      problems.report(at: $objective, "only the objective `pairs` has a margin")
    }
    if rating != nil, margin > 0 {
      problems.report(
        at: $margin, "`rating` gives every pair its margin already", remedy: "give one of the two")
    }
    // A prompt has two responses at least.
    problems.requireMemory(
      configuration?.trainingBytes(batch: 2 * training.batch), at: training.batchOption,
      remedy: "choose a smaller `batch`")
  }

  private var configuration: GPT.Configuration? {
    $model.outline?.configuration ?? $from.outline?.configuration
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$rewardModel] = configuration.map { TextRewardModel.Outline(configuration: $0) }
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let start = try start(stream)
    let configuration = start.model.configuration
    let examples = try context.usable(
      data, limit: limit, by: start.tokenizer, for: configuration)
    let reference = try reference.map {
      try context.usable($0, by: start.tokenizer, for: configuration).training
    }
    if rating != nil { try data.requireGoldScores() }
    let preferences = TrainingExamples(
      training: examples.training.map(withMargin),
      validation: examples.validation.map(withMargin))
    return try context.train(
      iterations: training.iterations,
      start: {
        try TrainingLoop<RewardModeling>(
          start.model, preferences,
          .init(
            recipe: training.recipe(usualDropout: .zero), ranking: objective,
            rating: rating?.margin),
          stream: stream)
      },
      restore: { try TrainingLoop<RewardModeling>(archive: $0, preferences) },
      outputs: { outputs(of: $0, preferences.validation, reference ?? [], start.tokenizer) })
  }

  private func start(_ stream: RandomStream) throws -> TextRewardModel {
    if let from {
      if from.combined != nil {
        throw OperationError("a reward that is made of several models cannot be trained further")
      }
      return from
    }
    guard let model else { throw OperationError("there is no model to train") }
    return TextRewardModel(RewardModel(trunk: model.model, stream: stream), model.tokenizer)
  }

  private func withMargin(_ preference: RankedResponses) -> RankedResponses {
    var preference = preference
    if preference.margin == 0 { preference.margin = margin }
    return preference
  }

  private func outputs(
    of loop: TrainingLoop<RewardModeling>, _ validation: [RankedResponses],
    _ reference: [PromptResponse], _ tokenizer: Tokenizer
  ) -> Outputs {
    let summary = TrainingSummary(
      history: loop.history, initialValidationLoss: loop.initialValidationLoss, unit: "nats")
    let model =
      reference.isEmpty
      ? loop.model
      : loop.model.normalized(
        prompts: reference.map(\.prompt), responses: reference.map(\.response),
        deviation: scale ? 1 : nil)
    var outputs = Outputs()
    outputs.rewardModel = TextRewardModel(model, tokenizer)
    outputs.history = summary.tableWithAccuracies
    outputs.training = TrainingOutputs(summary)
    if let accuracy = loop.initialValidation?.accuracy {
      outputs.initialAccuracy = accuracy
      outputs.add(loop.model.evaluate(on: validation))
    }
    return outputs
  }
}

extension RankingObjective: OptionChoice {}

extension RewardTrain.Outputs {
  fileprivate mutating func add(_ evaluation: PreferenceEvaluation) {
    let bins = evaluation.calibration
    accuracy = evaluation.accuracy
    judgeAgreement = evaluation.judgeAgreement
    labelAccuracy = evaluation.labelAgreement
    calibrationError = evaluation.expectedCalibrationError
    calibration = Table([
      .init("confidence", numbers: bins.map(\.confidence)),
      .init("accuracy", numbers: bins.map(\.accuracy)),
      .init("comparisons", integers: bins.map(\.comparisons)),
    ])
    accuracyByConfidence = Figure(
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
      caption: "Validation comparisons: accuracy by confidence.")
  }
}
