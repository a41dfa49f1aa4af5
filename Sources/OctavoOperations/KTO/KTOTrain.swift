import OctavoEngine
import OctavoResults
import OctavoRunner

/// `kto.train`: a policy learns from responses that are desirable or not.
struct KTOTrain: Operation {
  static let manual = Manual(
    "kto.train", "Trains a language model on desirable and undesirable responses.",
    discussion: """
      Kahneman–Tversky optimization (Ethayarajh et al. 2024) compares no responses: each is desirable or \
      undesirable by itself. With the log-ratio h = log π(response)/π_ref(response), the loss of a desirable one is \
      λ_D (1 − σ(β (h − z₀))) and of an undesirable one λ_U (1 − σ(β (z₀ − h))), which saturate for gains \
      and losses alike, as people's utility does in prospect theory. The reference point z₀ is an estimate of \
      KL(π ‖ π_ref), the mean h of a batch's responses as responses to each other's prompts, at least 0, and has \
      no gradient. The reference is the model as given.

      A ranking is split into its responses: one is desirable if it is better than more of the others than \
      are better than it, undesirable in the opposite case, and left out where these numbers are equal, as the \
      middle one of three. So of four responses without ties the two best are desirable. Where one label \
      is rarer, its weight is usually raised so that the weights times the numbers of responses are about equal.

      `validation-loss` and `accuracy` are of the validation rankings' pairs, as in `dpo.train`. With \
      `adapter` an adapter is learned in place of the model. Nothing is dropped unless `training` says so; then \
      policy and reference drop the same.
      """,
    example: """
      run: kto.train
      model: finetune
      data: preferences
      loss: {coefficient: 0.1}
      training: {iterations: 200, learning-rate: 1e-4}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    var tuned = TunedOutputs()
    @Output("How many desirable responses there are to learn from.") var desirable: Int
    @Output("How many undesirable ones.") var undesirable: Int
    @Output("The mean reference point z₀ of the last tenth of the iterations, in nats.")
    var referencePoint: Double
    var learning = ImpliedRewardOutputs()

    var shown: [any DeclaredOutput] {
      learning.shown + [$referencePoint, tuned.$trainedParameters]
    }
  }

  // The responses, and the same ones as responses to other prompts.
  let tuning = TuningOptions<TextTrainingOptions>(sequencesPerExample: 2)
  @Input("The rankings whose responses are learned from.") var data: Preferences
  @Option("Learns from at most this many rankings, from the first.", .limit)
  var limit: Int?
  @Option("What is minimized.") var loss = KahnemanTverskyOptions()

  func check(_ problems: inout Problems) {
    if tuning.training.batch < 2 {
      problems.report(
        at: tuning.training.batchOption,
        "the reference point needs a response to another prompt in the batch",
        remedy: "give a `batch` of 2 or more")
    }
  }

  var memory: Int? { tuning.estimatedBytes }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs.expect(tuned: \.tuned, tuning.$model.outline, tuning.adapter)
  }

  func run(in context: StepContext) throws -> Outputs {
    let examples = try context.usable(
      data, limit: limit, by: tuning.model.tokenizer, for: tuning.configuration)
    return try context.tune(
      tuning, for: KahnemanTverskyOptimization.self,
      .init(recipe: tuning.training.recipe(usualDropout: .zero), loss: loss.loss), on: examples
    ) { outputs(of: $0, examples.validation) }
  }

  private func outputs(
    of loop: TrainingLoop<KahnemanTverskyOptimization>, _ validation: [RankedResponses]
  ) -> Outputs {
    let points = loop.objective.state.iterations
    var outputs = Outputs()
    outputs.tuned = TunedOutputs(loop.model, tuning.model.tokenizer)
    outputs.desirable = loop.objective.responses.count { $0.isDesirable }
    outputs.undesirable = loop.objective.responses.count { !$0.isDesirable }
    outputs.referencePoint = points.suffix(max(1, points.count / 10)).mean
    outputs.learning = ImpliedRewardOutputs(
      TrainingSummary(history: loop.history, unit: nil),
      validation.isEmpty ? nil : loop.objective.evaluate(loop.model, on: validation))
    return outputs
  }
}

/// The loss of Kahneman–Tversky optimization.
struct KahnemanTverskyOptions: OptionGroup {
  @Option("How much reward a nat of log-ratio stands for, β.", .within(1e-6...1e6))
  var coefficient = 0.1
  @Option("What the loss of a desirable response weighs, λ_D.", .within(0...1e6))
  var desirableWeight = 1.0
  @Option("What the loss of an undesirable response weighs, λ_U.", .within(0...1e6))
  var undesirableWeight = 1.0

  func check(_ problems: inout Problems) {
    if desirableWeight == 0, undesirableWeight == 0 {
      problems.report(
        at: $undesirableWeight, "with both weights at 0 nothing is learned",
        remedy: "give one of the weights a value above 0")
    }
  }

  var loss: KahnemanTverskyLoss {
    KahnemanTverskyLoss(
      coefficient: coefficient, desirableWeight: desirableWeight,
      undesirableWeight: undesirableWeight)
  }
}
