import OctavoEngine
import OctavoResults
import OctavoRunner

/// `dpo.online`: a policy learns from comparisons of its own responses.
struct DPOOnline: Operation {
  static let manual = Manual(
    "dpo.online",
    "Trains a policy on comparisons of its own responses, ranked anew in every iteration.",
    discussion: """
      Online direct preference optimization (Guo et al. 2024): in every iteration the policy writes two responses \
      to each of a batch of prompts, the reward model or the judge says which is better, and the policy takes a \
      step on the loss of `dpo.train`, against the model as given as the reference; the losses `simpo` and `orpo` \
      need no reference, and use it for `kl` alone. So preferences are about what \
      the policy writes now, and not about what the model wrote before. Of more than two `responses` all pairs \
      are compared; equal scores are ties, which are left out.

      `reward` is a reward model; without one the `judge` is the reward. With both, the judge's score is measured \
      as the gold score and never learned from. `kl` is the mean of log π/π_ref over the responses before the \
      update. The judge `answer` takes the responses of the pairs as the right ones. Nothing is dropped unless \
      `training` says so; then policy and reference drop the same.
      """,
    example: """
      run: dpo.online
      model: finetune
      prompts: pairs
      reward: reward
      judge: {by: lexicon}
      tokens: 80
      training: {iterations: 60, batch: 16, learning-rate: 1e-4}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    var tuned = TunedOutputs()
    var sampled = SampledOutputs()

    var shown: [any DeclaredOutput] { sampled.shown + [tuned.$trainedParameters] }
  }

  @Input("The policy to start from, and the reference.") var model: LanguageModel
  @Input("The pairs whose prompts are responded to.") var prompts: Pairs
  @Input("The reward.") var reward: TextRewardModel?
  @Option(judgeHelp) var judge: [JudgeOptions] = []
  @Option("How many responses to each prompt are compared.", .within(2...64)) var responses = 2
  @Option("The score of a response that was cut off before a `stop`.", .within(-1e30...1e30))
  var unended: Double?
  let sampling = SamplingOptions()
  @Option("What is minimized.") var loss = DirectPreferenceOptions()
  @Option("The recipe; an example is a prompt.")
  var training = TextTrainingOptions(
    examples: "prompts", evaluation: "the history gets a row")
  @Option("Trains an adapter in place of the model: a low-rank change, a prefix or a soft prompt.")
  var adapter: AdapterOptions?

  func check(_ problems: inout Problems) {
    problems.requireJudgement(judge, at: $judge)
    if !$reward.isGiven, judge.isEmpty {
      problems.report("there is no reward", remedy: "give `reward`, or a `judge` to be the reward")
    }
    if sampling.temperature == 0 || sampling.topK == 1 {
      problems.report(
        at: sampling.temperature == 0 ? sampling.$temperature : sampling.$topK,
        "all responses to a prompt would be the same, so that none can be preferred",
        remedy: sampling.temperature == 0 ? "give a `temperature` above 0" : "give a larger `top-k`"
      )
    }
    if sampling.repetitionPenalty != 1 {
      problems.report(
        at: sampling.$repetitionPenalty,
        "the penalty would make the policy another one than is learned",
        remedy: "leave `repetition-penalty` out")
    }
    if unended != nil, sampling.stop.isEmpty {
      problems.report(
        at: $unended, "no response can end, for there is no `stop`",
        remedy: "give the text at which a response ends, such as `stop: \"\\n\"`")
    }
    sampling.check(
      forResponsesOf: AdapterOptions.outline($model.outline, adapter), to: &problems)
    AdapterOptions.check(adapter, for: $model.outline, &problems)
    problems.requireMemory(
      memory, at: training.batchOption,
      remedy: "choose a smaller `batch`, or fewer `responses`")
  }

  var memory: Int? {
    guard let configuration = $model.outline?.configuration else { return nil }
    let rows = training.batch * responses
    return max(
      configuration.trainingBytes(batch: rows, adapter: adapter?.settings),
      configuration.samplingBytes(rows: rows, tokens: sampling.mostTokens)
    ).addingSaturating(.bytes(ofTexts: rows, tokens: 1))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs.expect(tuned: \.tuned, $model.outline, adapter)
    if !$reward.isGiven || judge.isEmpty { outputs.leaveOut(\.sampled.$goldScore) }
  }

  var costs: [(String, String)] {
    [("responses", (training.iterations * training.batch * responses).forReading)]
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let start = try AdapterOptions.tunable(model, adapter, stream)
    let policy = LanguageModel(start.merged, model.tokenizer)
    let prompts = try context.usable(prompts: prompts.training.map(\.prompt), for: policy)
    let task = try task(prompts)
    var settings = OnlinePreferenceOptimization.Settings(
      recipe: training.recipe(usualDropout: .zero), loss: loss.loss,
      sampling: try sampling.settings(forResponsesOf: policy, to: prompts, in: context))
    settings.responses = responses
    settings.unended = unended
    return try context.train(
      iterations: training.iterations,
      start: {
        try TrainingLoop<OnlinePreferenceOptimization>(start, task, settings, stream: stream)
      },
      restore: { try TrainingLoop<OnlinePreferenceOptimization>(archive: $0, task) },
      outputs: { loop in
        var outputs = Outputs()
        outputs.tuned = TunedOutputs(loop.model, model.tokenizer)
        outputs.sampled = SampledOutputs(loop)
        return outputs
      })
  }

  private func task(_ prompts: [[Int32]]) throws -> ProximalPolicyOptimization.Task {
    let gold =
      judge.isEmpty ? nil : try judge.scorer(model.tokenizer, references: self.prompts)
    guard let scorer = reward?.scorer(for: model.tokenizer) ?? gold else {
      throw OperationError("there is no reward")
    }
    return ProximalPolicyOptimization.Task(
      prompts: prompts, reward: scorer, gold: reward == nil ? nil : gold)
  }
}
