import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `reward.score`: what a reward model thinks of responses.
struct RewardScore: Operation {
  static let manual = Manual(
    "reward.score", "Scores responses with a reward model, optionally also with a judge.",
    discussion: """
      With a `judge` the two are compared: by Pearson's correlation of the scores, and by Spearman's \
      of their ranks. To score what a model writes, let `gpt.sample` respond to the prompts of some \
      pairs, and score the pairs that it makes.
      """,
    example: """
      run: reward.score
      reward: reward
      data: pairs
      judge: {by: lexicon}
      """)
  struct Outputs: OutputGroup {
    @Output("One row per response; `gold-score` with a judge.") var scores: Table
    @Output("The mean score.") var score: Double
    @Output("The scores' standard deviation.") var deviation: Double
    @Output("The judge's mean score.") var goldScore: Double?
    @Output("Pearson's coefficient between the two.") var correlation: Double?
    @Output("Spearman's coefficient between the two.") var rankCorrelation: Double?
    @Output("The judge's scores against the reward model's.") var agreement: Figure?

    var shown: [any DeclaredOutput] {
      [$agreement, $score, $deviation, $goldScore, $correlation, $rankCorrelation]
    }
  }

  @Input("The reward model.") var reward: TextRewardModel
  @Input("The prompts and responses.") var data: Pairs
  @Option("Which part of them is scored.") var part = CorpusPart.training
  @Option(judgeHelp) var judge: [JudgeOptions] = []
  @Option("Scores at most this many, from the first.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    if part == .validation, $data.outline?.hasValidation == false {
      problems.report(at: $part, "the validation split of these pairs is empty")
    }
    problems.requireNoReferences(judge)
    problems.requireMemory(
      memory, for: "scoring", at: $reward.field, remedy: "use a smaller reward model")
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$scores] = TableOutline(
      columns: columns, types: ["prompt": .text, "response": .text])
  }

  private var columns: [String] {
    ["prompt", "response", "score"] + (judge.isEmpty ? [] : ["gold-score"])
  }

  private static let batch = 64

  /// Without what the responses take, whose length is not known.
  var memory: Int? {
    $reward.outline?.configuration.inferenceBytes(
      batch: min(Self.batch, limit ?? .max), tokens: 1)
  }

  func run(in context: StepContext) throws -> Outputs {
    let pairs = Array((part == .training ? data.training : data.validation).prefix(limit ?? .max))
    let examples = try context.usable(
      try pairs.map { ($0, try $0.encoded(by: reward.tokenizer)) }, called: "pairs"
    ) { reward.problem(with: $0.1) }
    let scores = try context.inBatches(of: Self.batch, examples, unit: "pairs") { batch in
      reward.scores(batch.map(\.1))
    }
    var outputs = Outputs()
    outputs.score = scores.mean
    outputs.deviation = scores.standardDeviation
    var table = Table([
      .init("prompt", texts: examples.map(\.0.prompt)),
      .init("response", texts: examples.map(\.0.response)), .init("score", numbers: scores),
    ])
    if !judge.isEmpty {
      let score = try judge.scoring()
      let gold = examples.map { score($0.0.prompt, $0.0.response) }
      table.columns.append(.init("gold-score", numbers: gold))
      outputs.goldScore = gold.mean
      outputs.correlation = scores.correlation(with: gold)
      outputs.rankCorrelation = scores.rankCorrelation(with: gold)
      outputs.agreement = Figure(
        .plot(
          Plot(
            .series([Plot.Series("responses", mark: .points, x: scores, y: gold)]),
            horizontal: Plot.Axis("score of the reward model"),
            vertical: Plot.Axis("score of the judge"))))
    }
    outputs.scores = table
    return outputs
  }
}
