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
      model as given. An example is one comparison: a ranking of K responses counts as its K(K−1)/2 pairs, \
      ties left out. With `form: identity` \
      the difference of log-ratios is drawn to 1/(2β) instead (IPO, Azar et al. 2023), which does not run \
      away where preferences are unanimous. Two forms have no reference: `simpo` (Meng et al. 2024) compares β \
      times the mean log-probability of a token, with a `margin` γ; `orpo` (Hong et al. 2024) adds to the \
      cross-entropy of the better response β times −log σ of the log-odds ratio of the two. \
      `label-smoothing` takes that share of labels to be wrong \
      (Mitchell 2023). `validation-loss` is −log σ of the difference of implied rewards in every case, without \
      smoothing and margin. With `adapter` an \
      adapter is learned in place of the model. Nothing is dropped unless `training` says so; then policy \
      and reference drop the same. `dpo.online` learns from the policy's own responses, `kto.train` from \
      responses that are not compared.
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
    var learning = ImpliedRewardOutputs()

    var shown: [any DeclaredOutput] { learning.shown + [tuned.$trainedParameters] }
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
    let examples = try context.usable(
      data, limit: limit, by: tuning.model.tokenizer, for: tuning.configuration)
    return try context.tune(
      tuning, for: DirectPreferenceOptimization.self,
      .init(recipe: tuning.training.recipe(usualDropout: .zero), loss: loss.loss), on: examples
    ) { outputs(of: $0, examples.training, examples.validation) }
  }

  private func outputs(
    of loop: TrainingLoop<DirectPreferenceOptimization>, _ preferences: [RankedResponses],
    _ validation: [RankedResponses]
  ) -> Outputs {
    var outputs = Outputs()
    outputs.tuned = TunedOutputs(loop.model, tuning.model.tokenizer)
    outputs.comparisons = preferences.map(\.pairs.count).reduce(0, +)
    outputs.learning = ImpliedRewardOutputs(
      TrainingSummary(
        history: loop.history, initialValidationLoss: loop.initialValidationLoss, unit: "nats"),
      validation.isEmpty ? nil : loop.objective.evaluate(loop.model, on: validation))
    return outputs
  }
}
