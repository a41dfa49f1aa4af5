import OctavoEngine
import OctavoResults
import OctavoRunner

/// `reward.sum`: several reward models give one reward, each with its weight.
struct RewardSum: Operation {
  static let manual = Manual(
    "reward.sum", "Adds the scores of reward models, each with its weight.",
    discussion: """
      What one model rewards may conflict with what another one rewards; the weights say which matters more. \
      With `reference` every model's scores get mean 0 and variance 1 on those responses before they \
      are added, so that weights can be compared, and so does the sum, so that a KL penalty means the \
      same for all weights. The models share a tokenizer. A critic that starts as the reward model \
      starts as the first of them.
      """,
    example: """
      run: reward.sum
      rewards:
        - {reward: helpful, weight: 0.5}
        - {reward: harmless, weight: 0.5}
      reference: pairs
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The sum, as a reward model.") var rewardModel: TextRewardModel
    @Output(
      "With `reference`, one row per model: mean and deviation of its own scores there, and their "
        + "correlation with the sum.",
      columns: ["reward", "weight", "mean", "deviation", "correlation"], types: ["reward": .text])
    var terms: Table?

    var shown: [any DeclaredOutput] { [$terms] }
  }

  struct TermOptions: OptionGroup {
    @Input("The reward model.", countsByName: true) var reward: TextRewardModel
    @Option("What its score is multiplied by in the sum.", .within(-1000...1000)) var weight = 1.0
  }

  @Option("The reward models, each with its weight.", .notEmpty) var rewards: [TermOptions]
  @Input("Pairs on whose responses scores get mean 0 and variance 1.") var reference: Pairs?

  func check(_ problems: inout Problems) {
    if rewards.allSatisfy({ $0.weight == 0 }) {
      problems.report(
        at: $rewards, "every `weight` is 0, so that all responses score the same",
        remedy: "give a `weight` other than 0")
    }
    for term in rewards {
      problems.requireSingle(term.$reward.outline, at: $rewards)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$rewardModel] = rewards.first?.$reward.outline.map {
      TextRewardModel.Outline(configuration: $0.configuration, isCombined: true)
    }
    if !$reference.isGiven { outputs.leaveOut(\.$terms) }
  }

  func run(in context: StepContext) throws -> Outputs {
    let models = try rewards.map(\.reward).singleModels
    let tokenizer = rewards[0].reward.tokenizer
    let combination = RewardCombination.sum(weights: rewards.map(\.weight))
    var outputs = Outputs()
    guard let reference else {
      outputs.rewardModel = TextRewardModel(try CombinedReward(models, combination), tokenizer)
      return outputs
    }
    let pairs = try context.usable(reference, by: tokenizer, for: models)
    let (prompts, responses) = (pairs.map(\.prompt), pairs.map(\.response))
    let own = models.map { $0.scores(prompts: prompts, responses: responses) }
    let sum = try CombinedReward(
      models.map { $0.normalized(prompts: prompts, responses: responses, deviation: 1) },
      combination
    ).whitened(prompts: prompts, responses: responses, tokenizer)
    outputs.rewardModel = TextRewardModel(sum, tokenizer)
    outputs.terms = terms(own, sum.scores(prompts: prompts, responses: responses, tokenizer))
    return outputs
  }

  private func terms(_ own: [[Double]], _ sum: [Double]) -> Table {
    Table([
      .init("reward", texts: rewards.map { String($0.$reward.reference.prefix { $0 != "." }) }),
      .init("weight", numbers: rewards.map(\.weight)), .init("mean", numbers: own.map(\.mean)),
      .init("deviation", numbers: own.map(\.standardDeviation)),
      .init("correlation", numbers: own.map { $0.correlation(with: sum) }),
    ])
  }
}
