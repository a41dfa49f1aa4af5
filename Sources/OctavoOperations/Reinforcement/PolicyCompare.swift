import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `policy.compare`: a policy against another, prompt by prompt.
struct PolicyCompare: Operation {
  static let manual = Manual(
    "policy.compare", "Lets a judge compare the responses of two models to the same prompts.",
    discussion: """
      Both respond to each prompt with the same random numbers, so that equal models give equal \
      responses. The win rate counts a tie as half a win for each; its 95 % interval is Wilson's, which \
      is somewhat wide where there are many ties. Intervals of mean scores are over prompts, and that of \
      the difference is over the differences prompt by prompt. `kl` is the mean over the model's own \
      responses of log π(response) − log π_baseline(response): an unbiased estimate of the \
      divergence KL(π ‖ π_baseline), in nats a response. With `best-of` the model writes n responses and \
      gives the one that `reward`, or else the judge, scores highest; `kl` is then an upper bound, \
      with log n − (n−1)/n added.
      """,
    example: """
      run: policy.compare
      model: ppo
      baseline: finetune
      prompts: pairs
      judge: {by: lexicon}
      """)
  static let outputs: [Output] = [
    .value("win-rate", .number, "The share of prompts at which the model's response is better."),
    .value("win-lower", .number, "The lower edge of its 95 % interval."),
    .value("win-upper", .number, "The upper edge."),
    .value("tie-rate", .number, "The share of prompts at which neither is."),
    .value("gold-score", .number, "The judge's mean score of the model's responses."),
    .value("gold-lower", .number, "The lower edge of its 95 % interval."),
    .value("gold-upper", .number, "The upper edge."),
    .value("baseline-gold-score", .number, "The judge's mean score of the baseline's."),
    .value("baseline-gold-lower", .number, "The lower edge of its 95 % interval."),
    .value("baseline-gold-upper", .number, "The upper edge."),
    .value("difference", .number, "The model's mean score less the baseline's."),
    .value("difference-lower", .number, "The lower edge of its 95 % interval."),
    .value("difference-upper", .number, "The upper edge."),
    .value("kl", .number, "How far the model is from the baseline, in nats a response."),
    .value("kl-error", .number, "Its standard error."),
    .value("length", .number, "How many tokens the model's responses have on average."),
    .value("baseline-length", .number, "The same of the baseline's."),
    .value("ended", .number, "The share of them that end with a stop."),
    .value("count", .integer, "How many prompts were responded to."),
    .table(
      "policies", columns: ["policy", "gold-score", "gold-lower", "gold-upper", "length", "ended"],
      types: ["policy": .text],
      "The two beside each other."),
    .table(
      "samples", columns: ["prompt", "baseline", "model", "baseline-gold-score", "gold-score"],
      types: ["prompt": .text, "baseline": .text, "model": .text],
      "One row a prompt."),
    .figure("passages", "Both responses to the first prompts."),
  ]

  @Input("The model.") var model: LanguageModel
  @Input("What it is compared with.") var baseline: LanguageModel
  let source = PromptOptions()
  @Option(judgeHelp, .notEmpty) var judge: [JudgeOptions]
  @Option("Of how many responses the model gives the best.", .within(1...4096)) var bestOf = 1
  @Input("What chooses the best of several; without it, the judge does.")
  var reward: TextRewardModel?
  let sampling = SamplingOptions()
  @Option("At how many prompts both responses are shown.", .within(0...100)) var passages = 3

  func check(_ findings: inout Findings) {
    if bestOf == 1, $reward.isGiven {
      findings.report(
        at: "reward", "there is nothing to choose among",
        remedy: "give `best-of`, the number of responses to choose from")
    }
    if LanguageModel.Outline.haveOtherVocabularies($model.outline, $baseline.outline) {
      findings.report(at: "baseline", Self.otherTokenizers, remedy: Self.sameTokenizer)
    }
    sampling.check(forResponsesOf: $model.outline, $baseline.outline, to: &findings)
    findings.requireMemory(
      estimatedBytes, for: "sampling", at: "model",
      remedy: "use a smaller model, or write fewer `tokens`")
  }

  private static let otherTokenizers =
    "the models have different tokenizers, so the divergence between them is not defined"
  private static let sameTokenizer = "compare a model with the one that it was trained from"

  private var estimatedBytes: Int? {
    guard let model = $model.outline?.configuration else { return nil }
    let rows = min(Respondent.promptsAtOnce, source.count ?? .max)
    let models = [model, $baseline.outline?.configuration].compactMap { $0 }
    return models.map { $0.samplingBytes(rows: rows, tokens: sampling.mostTokens) }.max()?
      .addingSaturating(.bytes(ofTexts: 2 * (source.count ?? 1), tokens: sampling.mostTokens))
  }

  var costs: [(String, String)] { Self.memoryCost(estimatedBytes) }

  func run(in context: StepContext) throws -> StepResult {
    guard model.tokenizer == baseline.tokenizer else {
      throw OperationError(Self.otherTokenizers, remedy: Self.sameTokenizer)
    }
    if sampling.isTruncating {
      context.warn(
        "Responses are not drawn from the models' whole distributions, of which `kl` is the "
          + "divergence: it may be far off, even negative.")
    }
    let prompts = try source.tokens(for: model, and: baseline, in: context)
    let settings = try sampling.settings(forResponsesOf: model, baseline, to: prompts, in: context)
    let respondent = Respondent(
      prompts: prompts, settings: settings, judge: try judge.scorer(model.tokenizer),
      stream: RandomStream(seed: context.seed))
    let own = try respondent.responses(
      of: model, bestOf: bestOf, chooser: reward?.scorer(for: model.tokenizer), in: context)
    let others = try respondent.responses(of: baseline, in: context)
    return result(own, others, prompts, at: settings.temperature)
  }

  private func result(
    _ own: [JudgedResponse], _ others: [JudgedResponse], _ prompts: [[Int32]],
    at temperature: Double
  ) -> StepResult {
    let comparison = PairedComparison(scores: own.map(\.gold), baseline: others.map(\.gold))
    let ratios = logRatios(own, prompts, at: temperature)
    var result = StepResult()
    result.values = comparison.values
    result.values["kl"] = .number(ratios.mean + BestOfN.klBound(bestOf))
    result.values["kl-error"] = .number(ratios.standardError)
    result.values["length"] = .number(own.map(\.length).mean)
    result.values["baseline-length"] = .number(others.map(\.length).mean)
    result.values["ended"] = .number(own.endedShare)
    result.values["count"] = .integer(prompts.count)
    let names = ["baseline", "model"].map { $0 == "model" && bestOf > 1 ? "best of \(bestOf)" : $0 }
    result.tables["policies"] = Self.table(zip(names, [others, own]).map { ($0, $1) })
    let texts = prompts.map { model.tokenizer.decode($0) }
    result.tables["samples"] = Table([
      .init("prompt", texts: texts), .init("baseline", texts: others.map(\.text)),
      .init("model", texts: own.map(\.text)),
      .init("baseline-gold-score", numbers: others.map(\.gold)),
      .init("gold-score", numbers: own.map(\.gold)),
    ])
    result.figures["passages"] = Figure(
      .passages(
        texts.indices.prefix(passages).flatMap { index in
          zip(names, [others[index], own[index]]).map { name, response in
            Passage(
              label: "\(name), gold score \(NumberText.short(response.gold, digits: 3))",
              prompt: texts[index],
              text: response.text)
          }
        }))
    result.shown = [
      "policies", "win-rate", "win-lower", "win-upper", "difference", "difference-lower",
      "difference-upper", "kl", "kl-error",
    ]
    if passages > 0 { result.shown.insert("passages", at: 0) }
    return result
  }

  /// log π − log π_baseline of each response, in nats.
  private func logRatios(
    _ responses: [JudgedResponse], _ prompts: [[Int32]], at temperature: Double
  ) -> [Double] {
    let examples = zip(prompts, responses).map {
      PromptResponse(prompt: $0, response: $1.sample.tokens)
    }
    // At temperature 0 there is no distribution; that of temperature 1 is the model's own.
    let temperature = temperature > 0 ? temperature : 1
    return zip(
      model.model.logProbabilities(of: examples, temperature: temperature),
      baseline.model.logProbabilities(of: examples, temperature: temperature)
    ).map { $0 - $1 }
  }

  private static func table(_ policies: [(name: String, responses: [JudgedResponse])]) -> Table {
    let gold = policies.map { $0.responses.map(\.gold) }
    return Table([
      .init("policy", texts: policies.map(\.name)),
      .init("gold-score", numbers: gold.map(\.mean)),
      .init("gold-lower", numbers: gold.map(\.meanInterval.lower)),
      .init("gold-upper", numbers: gold.map(\.meanInterval.upper)),
      .init("length", unit: "tokens", numbers: policies.map { $0.responses.map(\.length).mean }),
      .init("ended", numbers: policies.map(\.responses.endedShare)),
    ])
  }
}
