import OctavoEngine
import OctavoResults
import OctavoRunner

/// `dpo.train`: a policy learns from preferences without a reward model.
struct DPOTrain: Operation {
  static let manual = Manual(
    "dpo.train", "Trains a language model on preferences directly.",
    discussion: """
      Direct preference optimization (Rafailov et al. 2023) reads a reward off the policy itself, \
      β log π(response)/π_ref(response), and fits it to the preferences as a reward model is \
      fitted: −log σ of the better response's implied reward less the worse one's. The reference is the \
      model as given. An example is one comparison: a ranking of K responses counts as its K(K−1)/2 pairs. With `form: identity` \
      the difference of log-ratios is drawn to 1/(2β) instead (IPO, Azar et al. 2023), which does not run \
      away where preferences are unanimous; `label-smoothing` takes that share of labels to be wrong \
      (Mitchell 2023). `validation-loss` is the sigmoid form's in either case. With `adapter` an \
      adapter is learned in place of the model. Nothing is dropped unless `training` says so; then policy \
      and reference drop the same.
      """,
    example: """
      run: dpo.train
      model: finetune
      data: preferences
      loss: {coefficient: 0.1}
      training: {iterations: 200, learning-rate: 1e-4}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    var tuned = TunedOutputs()
    @Output("How many comparisons there are to learn from.") var comparisons: Int
    @Output(
      "The fraction of validation comparisons in which the better response has the higher implied "
        + "reward.", isShare: true) var accuracy: Double?
    @Output(
      "The fraction of validation pairs that the implied rewards order as the judge does; its ties do not count.",
      isShare: true) var judgeAgreement: Double?
    @Output(
      "Of these, the share that the preferences themselves have right: what their noise allows.",
      isShare: true) var labelAccuracy: Double?
    @Output(
      "One row per evaluation; losses of training are means since the row before.",
      columns: TrainingSummary.columnsWithAccuracies) var history: Table
    var training = TrainingOutputs()

    var shown: [any DeclaredOutput] {
      [training.$loss, $accuracy, $labelAccuracy, $judgeAgreement, tuned.$trainedParameters]
    }
  }

  // A comparison has two responses.
  let tuning = TuningOptions<TextTrainingOptions>(sequencesPerExample: 2)
  @Input("The preferences.") var data: Preferences
  @Option("Learns from at most this many preferences, from the first.", .limit)
  var limit: Int?
  @Option("What is minimized.") var loss = DirectPreferenceOptions()

  var memory: Int? { tuning.estimatedBytes }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs.expect(tuned: \.tuned, tuning.$model.outline, tuning.adapter)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let examples = try context.usable(
      data, limit: limit, by: tuning.model.tokenizer, for: tuning.configuration)
    return try context.train(
      iterations: tuning.training.iterations,
      start: {
        try TrainingLoop<DirectPreferenceOptimization>(
          tuning.start(stream), examples,
          .init(recipe: tuning.training.recipe(usualDropout: .zero), loss: loss.loss),
          stream: stream)
      },
      restore: { try TrainingLoop<DirectPreferenceOptimization>(archive: $0, examples) },
      outputs: { outputs(of: $0, examples.training, examples.validation) })
  }

  private func outputs(
    of loop: TrainingLoop<DirectPreferenceOptimization>, _ preferences: [RankedResponses],
    _ validation: [RankedResponses]
  ) -> Outputs {
    let summary = TrainingSummary(history: loop.history, unit: "nats")
    var outputs = Outputs()
    outputs.tuned = TunedOutputs(loop.model, tuning.model.tokenizer)
    outputs.comparisons = preferences.map(\.pairs.count).reduce(0, +)
    outputs.history = summary.tableWithAccuracies
    outputs.training = TrainingOutputs(summary)
    if !validation.isEmpty {
      let evaluation = loop.objective.evaluate(loop.model, on: validation)
      outputs.accuracy = evaluation.accuracy
      outputs.judgeAgreement = evaluation.judgeAgreement
      outputs.labelAccuracy = evaluation.labelAgreement
    }
    return outputs
  }
}

/// The loss of direct preference optimization.
struct DirectPreferenceOptions: OptionGroup {
  @Option("How much reward a nat of log-ratio stands for, β.", .within(1e-6...1e6))
  var coefficient = 0.1
  @Option("How a pair's implied rewards are compared.") var form = DirectPreferenceLoss.Form.sigmoid
  @Option("The share of labels that are taken to be wrong.", .within(0..<0.5))
  var labelSmoothing = 0.0

  func check(_ problems: inout Problems) {
    if form == .identity, labelSmoothing > 0 {
      problems.report(at: $labelSmoothing, "only the form `sigmoid` smooths labels")
    }
  }

  var loss: DirectPreferenceLoss {
    DirectPreferenceLoss(coefficient: coefficient, form: form, labelSmoothing: labelSmoothing)
  }
}

extension DirectPreferenceLoss.Form: OptionChoice {}
