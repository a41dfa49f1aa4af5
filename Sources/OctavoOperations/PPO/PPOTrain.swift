import OctavoEngine
import OctavoResults
import OctavoRunner

/// `ppo.train`: a policy learns from the rewards of its own responses.
struct PPOTrain: Operation {
  static let manual = Manual(
    "ppo.train", "Trains a policy against a reward, by PPO or a method that shares its rollout.",
    discussion: """
      The last of InstructGPT's three stages (Ouyang et al. 2022, section 3.5; Ziegler et al. 2019; \
      Stiennon et al. 2020). An iteration goes through these stages: *rollout*, the policy responds to \
      prompts; *evaluation*, each whole response gets a score; *old-policy sampling*, log-probabilities \
      and values of every token, and those of the reference, which is the model as given; *KL penalty*, \
      −β (log π − log π_ref) at every token and the score at the last; *generalized advantage \
      estimation* (Schulman et al. 2016); and then for some epochs of minibatches *new-policy sampling*, \
      *critic loss*, *actor loss*, *entropy loss* and *policy KL*.

      `reward` is a reward model; without one the `judge` is the reward. With both, the judge's \
      score is measured as the gold score and never learned from. `method` may also be `a2c` (Mnih et \
      al. 2016), the same without ratio and clipping; `rloo` (Ahmadian et al. 2024), where the other \
      responses to a prompt are the baseline; or `grpo` (Shao et al. 2024). Three methods are `grpo` with \
      other defaults, each of which is also an option: \
      `dr-grpo` (Liu et al. 2025) divides neither by a group's deviation nor by a response's length; `gspo` \
      (Zheng et al. 2025) has one ratio for a response; `dapo` (Yu et al. 2025) has a higher upper clip range, takes \
      the mean over all tokens and samples other prompts where a group's responses all score the same. \
      The papers of `dr-grpo` and `dapo` also drop the KL penalty, which here takes `penalty: {coefficient: 0}`. \
      `nlpo` (Ramamurthy et al. 2023) is `ppo` that chooses only among the tokens that an earlier copy \
      of the policy finds probable; the divergence from the reference is that of the policy without \
      its `mask`. `a2c` and `rloo` have no ratio \
      to the policy that responded, so they take one step on a rollout. Nothing is dropped unless \
      `training` says so, whatever the model's own dropout; then policy and reference drop the same. With `pretraining` the loss \
      on that text is mixed in (PPO-ptx).

      With `passages` the policy answers questions about facts by searching them, as `browse.demonstrate` \
      describes (WebGPT, Nakano et al. 2021). It learns from the tokens of its actions alone, not from what a search shows. \
      The gold score is then 1 for a correct answer that the quotes state, ½ for one that they do not, \
      and the reward where there is no reward model.

      `rollouts` has some responses token by token, for `tokens.show`. Signs that training goes wrong \
      stand in the report as named warnings.
      """,
    example: """
      run: ppo.train
      model: finetune
      prompts: pairs
      reward: reward
      judge: {by: lexicon}
      tokens: 80
      training: {iterations: 30, batch: 48}
      """)

  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    var tuned = TunedOutputs()
    @Output("Some responses token by token.") var rollouts: Rollouts
    var policy = PolicyOutputs()

    var shown: [any DeclaredOutput] { policy.shown }
  }

  @Input("The policy to start from, and the reference.") var model: LanguageModel
  @Input("The pairs whose prompts are responded to.") var prompts: Pairs
  @Input("The reward.") var reward: TextRewardModel?
  @Input("A text whose loss is mixed in.") var pretraining: Corpus?
  @Input("A text whose lines the policy can search, for prompts that are questions about facts.")
  var passages: Corpus?
  @Option(judgeHelp) var judge: [JudgeOptions] = []
  @Option("How much a search of the `passages` shows.") var browse: BrowserOptions?
  @Option("How the policy learns.") var method = PolicyMethod.ppo
  @Option("Where values come from.") var critic = CriticChoice.actor
  let sampling = SamplingOptions()
  @Option("The size of rollouts and the recipe of updates.")
  var training = PolicyTrainingOptions()
  @Option("How the policy is held close to the reference.") var penalty = PenaltyOptions()
  @Option("What a minibatch's loss is made of.") var loss = PolicyLossOptions()
  @Option("How scores become rewards.") var scores = ScoreOptions()
  @Option("How advantages are estimated.") var advantages = AdvantageOptions()
  @Option("What the pretraining text's loss weighs.", .within(0...1000))
  var pretrainingCoefficient = 1.0
  @Option("How many crops of the pretraining text a step takes.", .within(1...4096))
  var pretrainingBatch = 8
  @Option("Which tokens the policy of `nlpo` may choose.") var mask: TokenMaskOptions?
  @Option("Learns an adapter in place of the policy: a low-rank change, a prefix or a soft prompt.")
  var adapter: AdapterOptions?
  @Option("Which responses are kept token by token.") var record = RecordOptions()

  enum CriticChoice: String, OptionChoice {
    /// A network of its own that starts as the policy.
    case actor
    /// A network of its own that starts as the reward model.
    case reward
    /// A head on the policy.
    case shared
  }

  func check(_ problems: inout Problems) {
    problems.requireJudgement(judge, at: $judge)
    checkBrowsing(&problems)
    if !$reward.isGiven, judge.isEmpty, !$passages.isGiven {
      problems.report("there is no reward", remedy: "give `reward`, or a `judge` to be the reward")
    }
    if critic == .reward, !$reward.isGiven {
      problems.report(at: $critic, "there is no reward model that the critic could start from")
    }
    if critic == .reward, let model = $model.outline?.configuration.context,
      let reward = $reward.outline?.configuration.context, reward < model
    {
      problems.report(
        at: $critic,
        "the reward model's context of \(reward) is shorter than the policy's of \(model), so the "
          + "critic could not read every response",
        remedy: "use another `critic`, or a reward model with a larger `context`")
    }
    if sampling.temperature == 0 {
      problems.report(
        at: sampling.$temperature,
        "a policy that always takes the most likely token does not explore",
        remedy: "give a `temperature` above 0, usually 1")
    }
    if sampling.repetitionPenalty != 1 {
      problems.report(
        at: sampling.$repetitionPenalty,
        "the penalty would make the policy another one than is learned")
    }
    if scores.unended != nil, sampling.stop.isEmpty, !$passages.isGiven {
      problems.report(
        at: scores.$unended, "no response can end, for there is no `stop`",
        remedy: "give the text at which a response ends, such as `stop: \"\\n\"`")
    }
    sampling.check(
      forResponsesOf: AdapterOptions.outline($model.outline, adapter), to: &problems)
    training.check(for: method, &problems)
    scores.check(mostTokens: sampling.mostTokens, &problems)
    advantages.check(for: method, &problems)
    if mask != nil, method != .nlpo {
      problems.report(
        at: $mask, "`\(method.rawValue)` masks no tokens",
        remedy: "leave `mask` out, or use the method `nlpo`")
    }
    problems.requireWritable($pretraining.outline, by: $model.outline, at: $pretraining.field)
    if let context = $model.outline?.configuration.context, let text = $pretraining.outline,
      pretrainingCoefficient > 0, text.forTraining <= context
    {
      problems.report(
        at: $pretraining.field,
        "the context of \(context.forReading) tokens is longer than the text for training, "
          + "\(text.forTraining.forReading) characters at most",
        remedy: "give a longer text")
    }
    loss.check(for: method, &problems)
    AdapterOptions.check(adapter, for: $model.outline, &problems)
    problems.requireMemory(
      memory, at: training.$batch,
      remedy: method.hasRatio
        ? "choose a smaller `batch`, fewer `samples` or more `minibatches`"
        : "choose a smaller `batch` or fewer `samples`"
    )
  }

  /// Either a minibatch is learned from, or all responses are sampled.
  var memory: Int? {
    guard let learning = learningBytes, let configuration = $model.outline?.configuration else {
      return nil
    }
    let responses = training.batch * training.samples(for: method)
    let writing = configuration.samplingBytes(rows: responses, tokens: sampling.mostTokens)
    return max(
      learning, method == .nlpo ? writing.addingSaturating(writing) : writing
    ).addingSaturating(.bytes(ofTexts: responses, tokens: 1))
  }

  /// The actor and the critic learn from a minibatch; reference and reward only read.
  private var learningBytes: Int? {
    guard let configuration = $model.outline?.configuration else { return nil }
    let responses = training.batch * training.samples(for: method)
    let minibatches = training.minibatches(for: method)
    let minibatch = (responses + minibatches - 1) / minibatches
    let crops = $pretraining.isGiven && pretrainingCoefficient > 0 ? pretrainingBatch : 0
    let actor = configuration.trainingBytes(
      batch: minibatch + crops, adapter: adapter?.settings)
    guard method.hasCritic, critic != .shared else { return actor }
    return actor.addingSaturating(configuration.trainingBytes(batch: minibatch))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs.expect(tuned: \.tuned, $model.outline, adapter)
    outputs[\.$rollouts] = Rollouts.Outline(
      iterations: training.iterations, interval: record.every,
      responses: min(record.responses, training.batch * training.samples(for: method)))
  }

  var costs: [(String, String)] {
    [
      (
        "responses",
        (training.iterations * training.batch * training.samples(for: method)).forReading
      )
    ]
  }

  var work: Double? {
    $model.outline.map { outline in
      Double(outline.configuration.parameterCount) * Double(sampling.mostTokens)
        * Double(training.iterations) * Double(training.batch * training.samples(for: method))
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let actor = try AdapterOptions.tunable(model, adapter, stream)
    let policy = LanguageModel(actor.merged, model.tokenizer)
    let browsing = try passages.map {
      try PolicyBrowsing(browse ?? BrowserOptions(), $0, self.prompts, policy.tokenizer)
    }
    let prompts = try context.usable(
      prompts: browsing?.questions.map(\.prompt) ?? prompts.training.map(\.prompt), for: policy)
    let task = try task(prompts, browsing)
    var sampling = try sampling.settings(forResponsesOf: policy, to: prompts, in: context)
    if browsing != nil { sampling.stop = BrowsingEnvironment.lineEnd(policy.tokenizer) }
    return try context.train(
      iterations: training.iterations,
      start: {
        try ProximalPolicyOptimization(
          actor: actor, criticTrunk: critic == .reward ? reward?.model.network.trunk : nil,
          task: task, settings: settings(sampling), stream: stream)
      },
      restore: { try ProximalPolicyOptimization(archive: $0, task: task) },
      outputs: { loop in
        for warning in loop.warnings { context.warn(warning.grade, warning.text) }
        var outputs = Outputs()
        outputs.tuned = TunedOutputs(loop.actor, model.tokenizer)
        outputs.rollouts = Rollouts(loop.records, model.tokenizer)
        outputs.policy = PolicyOutputs(
          loop.history, loop.settings.penalty.control, loop.warnings)
        return outputs
      })
  }

  private func task(
    _ prompts: [[Int32]], _ browsing: PolicyBrowsing?
  ) throws -> ProximalPolicyOptimization.Task {
    let gold =
      judge.isEmpty
      ? browsing?.scorer
      : try judge.scorer(model.tokenizer, references: self.prompts)
    guard let scorer = reward?.scorer(for: model.tokenizer) ?? gold else {
      throw OperationError("there is no reward")
    }
    return ProximalPolicyOptimization.Task(
      prompts: prompts, reward: scorer, gold: reward == nil ? nil : gold,
      pretraining: try pretraining.map { text in
        TokenCorpus(
          training: try model.tokenizer.encode(text.training), validation: [],
          vocabularySize: model.tokenizer.vocabularySize)
      }, environment: browsing?.environment)
  }

  private func settings(_ sampling: SamplingSettings) -> ProximalPolicyOptimization.Settings {
    var settings = ProximalPolicyOptimization.Settings(method: method)
    settings.iterations = training.iterations
    settings.critic = critic == .shared ? .shared : .separate
    settings.rollout = training.rollout(for: method, sampling)
    settings.scores = scores.settings(mostTokens: sampling.maximumTokens)
    settings.penalty = penalty.settings
    settings.advantages = advantages.settings(for: method)
    settings.loss = loss.settings(for: method)
    settings.policyMask = mask?.settings ?? .init()
    settings.pretraining.coefficient = pretraining == nil ? 0 : pretrainingCoefficient
    settings.pretraining.batch = pretrainingBatch
    settings.optimization = training.optimization(for: method)
    settings.recording = record.settings
    return settings
  }
}

extension TextRewardModel {
  /// The reward of what another tokenizer's tokens say.
  func scorer(for other: Tokenizer) -> Scorer {
    if other == tokenizer { return scorer }
    return { prompts, responses in
      func translated(_ texts: [[Int32]]) throws -> [[Int32]] {
        try texts.map { try tokenizer.encode(other.decode($0)) }
      }
      return try scorer(try translated(prompts), try translated(responses))
    }
  }
}
