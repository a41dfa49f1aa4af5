import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `preferences.collect`: a policy responds, a judge ranks.
struct PreferencesCollect: Operation {
  static let manual = Manual(
    "preferences.collect", "Samples responses from a model and lets a judge rank them.",
    discussion: """
      To each prompt the model writes several responses, and the judge ranks them by its score \
      (Ouyang et al. 2022, section 3.4, where people did). A person's ranking errs: with `noise`, two \
      neighbors in the true order are swapped at that rate, and more distant ones less often (Mallows \
      1957). With `ranking: choices` a person errs the more, the closer two responses are: one is put \
      before another that scores less by d with probability σ(d) (Bradley and Terry 1952; Plackett 1975), \
      which is what the losses of reward models and of direct preference optimization assume. What the judge truly thinks is kept beside the ranks, so that later steps can tell what \
      noise costs. Equal scores are ties, and prompts whose responses all tie are left out.
      """,
    example: """
      run: preferences.collect
      model: finetune
      prompts: pairs
      judge: {by: lexicon}
      responses: 4
      noise: 0.1
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The ranked responses.") var preferences: Preferences
    var summary = PreferencesSummary()
    @Output("The mean of the judge's scores.") var goldScore: Double
    @Output(
      "Of all comparisons that the judge truly decides, the share that the ranks have right: what "
        + "the noise leaves.", isShare: true) var labelAccuracy: Double

    var shown: [any DeclaredOutput] { summary.shown + [$goldScore, $labelAccuracy] }
  }

  @Input("The model that responds.") var model: LanguageModel
  @Input("The pairs whose prompts are used.") var prompts: Pairs
  @Option(judgeHelp, .notEmpty) var judge: [JudgeOptions]
  @Option("How many prompts to use, from the first; without it, all.", .limit)
  var count: Int?
  @Option("How many responses to a prompt.", .within(2...64)) var responses = 4
  @Option("How ranks come from scores.") var ranking = RankingChoice.swaps
  @Option(
    "The probability that two adjacent responses in the true order are swapped.", .within(0...0.5))
  var noise = 0.0
  let sampling = SamplingOptions()
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  enum RankingChoice: String, OptionChoice { case swaps, choices }

  func check(_ problems: inout Problems) {
    sampling.check(forResponsesOf: $model.outline, to: &problems)
    if ranking == .choices, noise > 0 {
      problems.report(
        at: $noise, "choices err by how close the scores are, not at a rate",
        remedy: "leave `noise` out, and let the judge's `weight` say how far apart scores are")
    }
    if sampling.temperature == 0 || sampling.topK == 1 {
      problems.report(
        at: sampling.temperature == 0 ? sampling.$temperature : sampling.$topK,
        "all responses to a prompt would be the same, so that none can be preferred",
        remedy: sampling.temperature == 0 ? "give a `temperature` above 0" : "give a larger `top-k`"
      )
    }
    problems.requireJudgement(judge, at: $judge)
    if count == 1 {
      problems.report(
        at: $count, "preferences are learned from more than one prompt",
        remedy: "use 2 prompts or more")
    }
    problems.requireKept(
      of: count, validationFraction: validationFraction, in: Preferences.self,
      at: $validationFraction)
    problems.requireMemory(
      memory, for: "sampling", at: $model.field,
      remedy: "use a smaller model, or write fewer `tokens`")
  }

  var memory: Int? {
    let prompts = min(Candidates.promptsAtOnce(count: responses), count ?? .max)
    return $model.outline?.configuration.samplingBytes(
      rows: prompts * responses, tokens: sampling.mostTokens
    ).addingSaturating(.bytes(ofTexts: (count ?? 1) * responses, tokens: sampling.mostTokens))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$preferences] = Preferences.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let prompts = try context.usable(
      prompts: prompts.training.prefix(count ?? .max).map(\.prompt), for: model)
    let settings = try sampling.settings(forResponsesOf: model, to: prompts, in: context)
    let judge = try judge.scorer(model.tokenizer, references: self.prompts)
    let noise = ranking == .choices ? .choices : try RankingNoise(rate: noise)
    let stream = RandomStream(seed: context.seed)
    let ranked = try context.inBatches(of: 32, prompts, unit: "prompts") { batch in
      try model.model.collectPreferences(
        prompts: Array(batch), responses: responses, sampling: settings, judge: judge,
        noise: noise, stream: stream.derived(for: "prompts", index: batch.startIndex))
    }
    let decided = ranked.filter { Set($0.ranks).count > 1 }
    if decided.count < ranked.count {
      context.warn(
        .leavingOut(ranked.count - decided.count, of: ranked.count),
        "Left out: \(ranked.count - decided.count) of \(ranked.count) prompts, to which all "
          + "responses score the same.")
    }
    guard decided.count > 1 else {
      throw OperationError(
        "the judge prefers nothing among the responses to \(ranked.count) prompts",
        remedy: "use another `judge`, more `responses` or a higher `temperature`")
    }
    var outputs = Outputs()
    outputs.preferences = Preferences(decided.map(decoded), validationFraction: validationFraction)
    outputs.summary = PreferencesSummary(of: outputs.preferences)
    outputs.goldScore = ranked.flatMap { $0.goldScores ?? [] }.mean
    outputs.labelAccuracy = Self.labelAccuracy(decided)
    return outputs
  }

  private func decoded(_ ranked: RankedResponses) -> Preferences.Preference {
    Preferences.Preference(
      prompt: model.tokenizer.decode(ranked.prompt),
      responses: ranked.responses.map { model.tokenizer.decode($0) }, ranks: ranked.ranks,
      goldScores: ranked.goldScores)
  }

  private static func labelAccuracy(_ preferences: [RankedResponses]) -> Double {
    // Any scores will do: how well the labels agree with the judge does not depend on them.
    PreferenceEvaluation(
      scores: preferences.flatMap { $0.goldScores ?? [] }, of: preferences
    ).labelAgreement ?? .nan
  }
}
