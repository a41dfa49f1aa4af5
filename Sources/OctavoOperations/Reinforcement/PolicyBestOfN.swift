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
      pairs of prompt and best response can be learned from by `gpt.finetune` (rejection sampling).
      """,
    example: """
      run: policy.best-of-n
      model: finetune
      reward: reward
      prompts: pairs
      judge: {by: lexicon}
      n: [1, 4, 16]
      """)
  static let outputs: [Output] = [
    .artifact("pairs", Pairs.self, "Each prompt with the best of the largest n."),
    .table(
      "curve",
      columns: [
        "n", "kl", "distance", "score", "score-error", "gold-score", "gold-error", "gold-lower",
        "gold-upper",
      ], "One row an n; `distance` is √KL, and the edges are of 95 % intervals."),
    .value("score", .number, "The mean score of the best of the largest n."),
    .value("gold-score", .number, "The judge's mean score of the same."),
    .value("gold-lower", .number, "The lower edge of its 95 % interval."),
    .value("gold-upper", .number, "The upper edge."),
    .value("kl", .number, "At most how far, in nats, that policy is from the model."),
    .value("sample-score", .number, "The mean score of a single sample."),
    .value("sample-gold-score", .number, "The judge's mean score of a single sample."),
    .value("count", .integer, "How many prompts were responded to."),
    .figure("optimization", "Scores by √KL."),
    .figure("passages", "One sample and the best, to the first prompts."),
  ]

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
  let sampling = SamplingOptions()
  @Option("The part of the resulting pairs, at the end, that is held back.", .within(0..<1))
  var validationFraction = 0.1

  func check(_ findings: inout Findings) {
    checkNumbersOfSamples(n, &findings)
    sampling.check(forResponsesOf: $model.outline, to: &findings)
    if let samples, let largest = n.max(), samples < largest {
      findings.report(
        at: "samples",
        "the best of \(largest.forReading) cannot be chosen from \(samples.forReading) samples",
        remedy: "give at least \(largest) `samples`, or a smaller `n`")
    }
    findings.requireMemory(
      estimatedBytes, for: "sampling", at: samples == nil ? "n" : "samples",
      remedy: samples == nil
        ? "choose among fewer responses, or write fewer `tokens`"
        : "draw fewer `samples`, or write fewer `tokens`")
  }

  /// How many responses to a prompt are drawn.
  private var drawnCount: Int { samples ?? n.max() ?? 1 }

  private static let promptsInPart = 16

  private var estimatedBytes: Int? {
    guard drawnCount > 0 else { return nil }
    let prompts = min(
      Candidates.promptsAtOnce(count: drawnCount), Self.promptsInPart, source.count ?? .max)
    return $model.outline?.configuration.samplingBytes(
      rows: prompts * drawnCount, tokens: sampling.mostTokens
    ).addingSaturating(
      .bytes(ofTexts: (source.count ?? 1) * drawnCount, tokens: sampling.mostTokens))
  }

  var costs: [(String, String)] { Self.memoryCost(estimatedBytes) }

  func foresee(_ outlook: inout Outlook) {
    outlook.expect("pairs", Pairs.self, Pairs.Outline(isHeldBackFrom: validationFraction > 0))
  }

  func run(in context: StepContext) throws -> StepResult {
    let largest = n.max() ?? 1
    let drawn = try draw(in: context)
    let curve = n.sorted().map { BestOfNRow(n: $0, of: drawn) }
    let best = drawn.map { pair($0, best: $0.best(among: largest)) }
    var result = StepResult()
    result.artifacts["pairs"] = Pairs(best, holdingBack: validationFraction)
    result.tables["curve"] = curve.table
    result.figures["optimization"] = Figure(.plot(curve.plot(isChosenByJudge: reward == nil)))
    result.figures["passages"] = Figure(
      .passages(drawn.prefix(2).flatMap { passages($0, largest) }))
    let (last, single) = (curve[curve.count - 1], BestOfNRow(n: 1, of: drawn))
    result.values = [
      "score": .number(last.score.mean), "gold-score": .number(last.gold.mean),
      "gold-lower": .number(last.gold.meanInterval.lower),
      "gold-upper": .number(last.gold.meanInterval.upper), "kl": .number(last.kl),
      "sample-score": .number(single.score.mean),
      "sample-gold-score": .number(single.gold.mean), "count": .integer(drawn.count),
    ]
    result.shown = ["optimization", "curve", "passages"]
    return result
  }

  private func draw(in context: StepContext) throws -> [JudgedCandidates] {
    let prompts = try source.tokens(for: model, in: context)
    let settings = try sampling.settings(forResponsesOf: model, to: prompts, in: context)
    let gold = try judge.scorer(model.tokenizer)
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
        label: "\(name), gold score \(drawn.gold[index].short)", prompt: pair.prompt,
        text: pair.response)
    }
  }
}
