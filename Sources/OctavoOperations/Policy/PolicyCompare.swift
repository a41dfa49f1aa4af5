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
      divergence KL(π ‖ π_baseline), in nats per response. With `best-of` the model writes n responses and \
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
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The share of prompts at which the model's response is better.", isShare: true)
    var winRate: Estimate
    @Output("The share of prompts at which neither is.", isShare: true) var tieRate: Double
    @Output("The judge's mean score of the model's responses.") var goldScore: Estimate
    @Output("The judge's mean score of the baseline's.") var baselineGoldScore: Estimate
    @Output("The model's mean score less the baseline's.") var difference: Estimate
    @Output("How far the model is from the baseline, in nats per response.") var kl: Double
    @Output("Its standard error.") var klError: Double
    @Output("How many tokens the model's responses have on average.") var length: Double
    @Output("The same of the baseline's.") var baselineLength: Double
    @Output("The same of the model's responses that score 0 or less, where there are any.")
    var failedLength: Double?
    @Output("The share of them that end with a stop.", isShare: true) var ended: Double
    @Output("How many prompts were responded to.") var count: Int
    @Output(
      "The two beside each other.",
      columns: ["policy", "gold-score", "gold-score-lower", "gold-score-upper", "length", "ended"],
      types: ["policy": .text]) var policies: Table
    @Output(
      "One row per prompt.",
      columns: ["prompt", "baseline", "model", "baseline-gold-score", "gold-score"],
      types: ["prompt": .text, "baseline": .text, "model": .text]) var samples: Table
    @Output("Both responses to the first prompts.") var passages: Figure?

    var shown: [any DeclaredOutput] {
      [$passages, $policies, $winRate.withInterval, $difference.withInterval, $kl, $klError]
    }
  }

  @Input("The model.") var model: LanguageModel
  @Input("What it is compared with.") var baseline: LanguageModel
  let source = PromptOptions()
  @Option(judgeHelp, .notEmpty) var judge: [JudgeOptions]
  @Option("Of how many responses the model gives the best.", .within(1...4096)) var bestOf = 1
  @Input("What chooses the best of several; without it, the judge does.")
  var reward: TextRewardModel?
  let sampling = SamplingOptions()
  @Option("At how many prompts both responses are shown.", .within(0...100)) var passages = 3

  func check(_ problems: inout Problems) {
    problems.requireJudgement(judge, at: $judge)
    if bestOf == 1, $reward.isGiven {
      problems.report(
        at: $reward.field, "there is nothing to choose among",
        remedy: "give `best-of`, the number of responses to choose from")
    }
    if LanguageModel.Outline.haveOtherVocabularies($model.outline, $baseline.outline) {
      problems.report(at: $baseline.field, Self.otherTokenizers, remedy: Self.sameTokenizer)
    }
    sampling.check(forResponsesOf: $model.outline, $baseline.outline, to: &problems)
    problems.requireMemory(
      memory, for: "sampling", at: $model.field,
      remedy: "use a smaller model, or write fewer `tokens`")
  }

  private static let otherTokenizers =
    "the models have different tokenizers, so the divergence between them is not defined"
  private static let sameTokenizer = "compare a model with the one that it was trained from"

  var memory: Int? {
    guard let model = $model.outline?.configuration else { return nil }
    let rows = min(ResponseSampler.promptsAtOnce, source.count ?? .max)
    let models = [model, $baseline.outline?.configuration].compactMap { $0 }
    return models.map { $0.samplingBytes(rows: rows, tokens: sampling.mostTokens) }.max()?
      .addingSaturating(.bytes(ofTexts: 2 * (source.count ?? 1), tokens: sampling.mostTokens))
  }

  func run(in context: StepContext) throws -> Outputs {
    guard model.tokenizer == baseline.tokenizer else {
      throw OperationError(Self.otherTokenizers, remedy: Self.sameTokenizer)
    }
    if sampling.isTruncating {
      context.warn(
        .ordinary,
        "Responses are not drawn from the models' whole distributions, of which `kl` is the "
          + "divergence: it may be far off, even negative.")
    }
    let prompts = try source.tokens(for: model, and: baseline, in: context)
    let settings = try sampling.settings(forResponsesOf: model, baseline, to: prompts, in: context)
    let sampler = ResponseSampler(
      prompts: prompts, settings: settings,
      judge: try judge.scorer(model.tokenizer, references: source.prompts),
      stream: RandomStream(seed: context.seed))
    let own = try sampler.responses(
      of: model, bestOf: bestOf, chooser: reward?.scorer(for: model.tokenizer), in: context)
    let others = try sampler.responses(of: baseline, in: context)
    return result(own, others, prompts, at: settings.temperature)
  }

  private func result(
    _ own: [JudgedResponse], _ others: [JudgedResponse], _ prompts: [[Int32]],
    at temperature: Double
  ) -> Outputs {
    let comparison = PairedComparison(scores: own.map(\.gold), baseline: others.map(\.gold))
    let ratios = logRatios(own, prompts, at: temperature)
    var outputs = Outputs()
    outputs.winRate = comparison.winRate
    outputs.tieRate = comparison.tieRate
    outputs.goldScore = Estimate(meanOf: comparison.scores)
    outputs.baselineGoldScore = Estimate(meanOf: comparison.baseline)
    outputs.difference = comparison.difference
    outputs.kl = ratios.mean + BestOfN.klBound(bestOf)
    outputs.klError = ratios.standardError
    outputs.length = own.map(\.length).mean
    outputs.baselineLength = others.map(\.length).mean
    let failed = own.filter { $0.gold <= 0 }
    outputs.failedLength = failed.isEmpty ? nil : failed.map(\.length).mean
    outputs.ended = own.endedShare
    outputs.count = prompts.count
    let names = ["baseline", "model"].map { $0 == "model" && bestOf > 1 ? "best of \(bestOf)" : $0 }
    outputs.policies = Self.table(zip(names, [others, own]).map { ($0, $1) })
    let texts = prompts.map { model.tokenizer.decode($0) }
    outputs.samples = Table([
      .init("prompt", texts: texts), .init("baseline", texts: others.map(\.text)),
      .init("model", texts: own.map(\.text)),
      .init("baseline-gold-score", numbers: others.map(\.gold)),
      .init("gold-score", numbers: own.map(\.gold)),
    ])
    let examples = texts.indices.prefix(passages).flatMap { index in
      zip(names, [others[index], own[index]]).map { name, response in
        Passage(
          label: "\(name), gold score \(NumberText.short(response.gold, digits: 3))",
          prompt: texts[index], text: response.text)
      }
    }
    if !examples.isEmpty { outputs.passages = Figure(.passages(examples)) }
    return outputs
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
    let gold = policies.map { Estimate(meanOf: $0.responses.map(\.gold)) }
    return Table(
      [.init("policy", texts: policies.map(\.name))] + gold.columns("gold-score") + [
        .init("length", unit: "tokens", numbers: policies.map { $0.responses.map(\.length).mean }),
        .init("ended", numbers: policies.map(\.responses.endedShare)),
      ])
  }
}
