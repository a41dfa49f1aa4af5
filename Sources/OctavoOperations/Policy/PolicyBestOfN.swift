import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `policy.best-of-n`: a policy that writes several responses and gives the best.
struct PolicyBestOfN: Operation {
  static let manual = Manual(
    "policy.best-of-n", "Samples several responses to a prompt and chooses the best.",
    discussion: """
      The simplest policy against a reward, without any training (Stiennon et al. 2020): of n responses \
      the one with the highest score is given. `kl` is log n − (n−1)/n, the divergence from one sample \
      where no two scores are equal, and never less than it otherwise. For every n the mean over \
      all sets of n of the `samples` is taken, which is unbiased and varies least (Nakano et al. 2021, \
      appendix I). Intervals are of the mean over prompts. Without a `reward` the judge chooses. The \
      pairs of prompt and best response can be learned from by `gpt.finetune` (rejection sampling); with \
      `least`, only those whose score reaches it (expert iteration). With a `judge` of 1 and 0, such as \
      `answer`, and no `reward`, the gold score at n is pass@n, 1 − C(N−c, n) / C(N, n) where c of N \
      samples are right (Chen et al. 2021).
      """,
    example: """
      run: policy.best-of-n
      model: finetune
      reward: reward
      prompts: pairs
      judge: {by: lexicon}
      n: [1, 4, 16]
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("Each prompt with the best of the largest n, where its score reaches `least`.")
    var pairs: Pairs
    @Output(
      "One row per n; `distance` is √KL, and the edges are of 95 % intervals.",
      columns: [
        "n", "kl", "distance", "score", "score-error", "gold-score", "gold-score-lower",
        "gold-score-upper", "gold-error",
      ]) var curve: Table
    @Output("The mean score of the best of the largest n.") var score: Double
    @Output("The judge's mean score of the same.") var goldScore: Estimate
    @Output("At most how far, in nats, that policy is from the model.") var kl: Double
    @Output("The mean score of a single sample.") var sampleScore: Double
    @Output("The judge's mean score of a single sample.") var sampleGoldScore: Double
    @Output("How many prompts were responded to.") var count: Int
    @Output("Scores by √KL.") var optimization: Figure
    @Output("One sample and the best, to the first prompts.") var passages: Figure

    var shown: [any DeclaredOutput] { [$optimization, $curve, $passages] }
  }

  @Input("The model that responds.") var model: LanguageModel
  @Input("What chooses the best; without it, the judge does.") var reward: TextRewardModel?
  let source = PromptOptions()
  @Option(judgeHelp, .notEmpty) var judge: [JudgeOptions]
  @Option(
    "Of how many responses the best is chosen, each number in turn.",
    .each(.within(1...100_000), count: 1...100))
  var n = [1, 2, 4, 8, 16]
  @Option(
    "How many responses to a prompt are drawn in all; without it, the largest n.",
    .within(1...100_000))
  var samples: Int?
  @Option(
    "The least score of a response that is kept as a pair; without it, all are.",
    .within(-1e30...1e30)) var least: Double?
  let sampling = SamplingOptions()
  @Option(
    "The fraction of the resulting pairs, at the end, that becomes the validation split.",
    .within(0..<1))
  var validationFraction = 0.1

  func check(_ problems: inout Problems) {
    problems.requireJudgement(judge, at: $judge)
    problems.requireDistinct(n, at: $n)
    sampling.check(forResponsesOf: $model.outline, to: &problems)
    problems.requireSamples(samples, for: n, at: $samples)
    problems.requireMemory(
      memory, for: "sampling", at: samples == nil ? $n : $samples,
      remedy: samples == nil
        ? "choose among fewer responses, or write fewer `tokens`"
        : "draw fewer `samples`, or write fewer `tokens`")
  }

  /// How many responses to a prompt are drawn.
  private var drawnCount: Int { samples ?? n.max() ?? 1 }

  private static let promptsInPart = 16

  var memory: Int? {
    guard drawnCount > 0 else { return nil }
    let prompts = min(
      Candidates.promptsAtOnce(count: drawnCount), Self.promptsInPart, source.count ?? .max)
    return $model.outline?.configuration.samplingBytes(
      rows: prompts * drawnCount, tokens: sampling.mostTokens
    ).addingSaturating(
      .bytes(ofTexts: (source.count ?? 1) * drawnCount, tokens: sampling.mostTokens))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$pairs] = Pairs.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let largest = n.max() ?? 1
    let drawn = try draw(in: context)
    let curve = n.sorted().map { BestOfNRow(n: $0, of: drawn) }
    let best = try kept(drawn, largest, in: context)
    var outputs = Outputs()
    outputs.pairs = Pairs(best, validationFraction: validationFraction)
    outputs.curve = curve.table
    outputs.optimization = Figure(.plot(curve.plot(isChosenByJudge: reward == nil)))
    outputs.passages = Figure(
      .passages(drawn.prefix(2).flatMap { passages($0, largest) }))
    let (last, single) = (curve[curve.count - 1], BestOfNRow(n: 1, of: drawn))
    outputs.score = last.score.mean
    outputs.goldScore = Estimate(meanOf: last.gold)
    outputs.kl = last.kl
    outputs.sampleScore = single.score.mean
    outputs.sampleGoldScore = single.gold.mean
    outputs.count = drawn.count
    return outputs
  }

  private func draw(in context: StepContext) throws -> [JudgedCandidates] {
    let prompts = try source.tokens(for: model, in: context)
    let settings = try sampling.settings(forResponsesOf: model, to: prompts, in: context)
    let gold = try judge.scorer(model.tokenizer, references: source.prompts)
    let stream = RandomStream(seed: context.seed)
    return try context.inBatches(of: Self.promptsInPart, prompts, unit: "prompts") { batch in
      try model.model.candidates(
        prompts: Array(batch), count: drawnCount, sampling: settings,
        scorer: reward?.scorer(for: model.tokenizer) ?? gold,
        stream: stream.derived(for: "prompts", index: batch.startIndex)
      ).map { each in
        let scores =
          reward == nil
          ? each.scores : try gold(each.responses.map { _ in each.prompt }, each.responses)
        return JudgedCandidates(candidates: each, gold: scores)
      }
    }
  }

  /// The pairs of the best responses, those that score too little left out.
  private func kept(
    _ drawn: [JudgedCandidates], _ largest: Int, in context: StepContext
  ) throws -> [Pairs.Pair] {
    let chosen = drawn.map { ($0, $0.best(among: largest)) }
    let kept = chosen.filter { $0.candidates.scores[$1] >= least ?? -.infinity }
    guard let least, kept.count < chosen.count else {
      return chosen.map { pair($0, best: $1) }
    }
    guard !kept.isEmpty else {
      throw OperationError(
        "no response to \(chosen.count.forReading) prompts scores \(NumberText.short(least, digits: 3)) or more",
        remedy: "give a smaller `least`, or a larger `n`")
    }
    context.warn(
      .minor,
      "Not among the pairs: \(chosen.count - kept.count) of \(chosen.count) prompts, to which no "
        + "response scores \(NumberText.short(least, digits: 3)) or more.")
    return kept.map { pair($0, best: $1) }
  }

  private func pair(_ drawn: JudgedCandidates, best: Int) -> Pairs.Pair {
    Pairs.Pair(
      prompt: model.tokenizer.decode(drawn.candidates.prompt),
      response: model.tokenizer.decode(drawn.candidates.responses[best]))
  }

  private func passages(_ drawn: JudgedCandidates, _ largest: Int) -> [Passage] {
    let best = drawn.best(among: largest)
    return [(0, "one sample"), (best, "the best of \(largest)")].map { index, name in
      let pair = pair(drawn, best: index)
      return Passage(
        label: "\(name), gold score \(NumberText.short(drawn.gold[index], digits: 3))",
        prompt: pair.prompt,
        text: pair.response)
    }
  }
}
