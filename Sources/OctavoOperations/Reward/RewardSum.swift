import OctavoEngine
import OctavoResults
import OctavoRunner

/// `reward.sum`: several reward models give one reward, each with its weight.
struct RewardSum: Operation {
  static let manual = Manual(
    "reward.sum", "Adds the scores of reward models, each with its weight.",
    discussion: """
      What one model rewards may conflict with what another does; the weights say what matters more. \
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
  struct Outputs: OutputGroup {
    @Output("The sum, as a reward model.") var rewardModel: TextRewardModel

    var shown: [any DeclaredOutput] { [] }
  }

  struct TermOptions: OptionGroup {
    @Input("The reward model.") var reward: TextRewardModel
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
      problems.requireSingle(term.$reward.outline, at: term.$reward.field)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$rewardModel] = rewards.first?.$reward.outline.map {
      TextRewardModel.Outline(configuration: $0.configuration, isCombined: true)
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    var models = try rewards.map(\.reward).singleModels
    let tokenizer = rewards[0].reward.tokenizer
    let reference = try reference.map { try context.usable($0, by: tokenizer, for: models) } ?? []
    let (prompts, responses) = (reference.map(\.prompt), reference.map(\.response))
    if !reference.isEmpty {
      models = models.map { $0.normalized(prompts: prompts, responses: responses, deviation: 1) }
    }
    var sum = try CombinedReward(models, .sum(weights: rewards.map(\.weight)))
    if !reference.isEmpty {
      sum = sum.whitened(prompts: prompts, responses: responses, tokenizer)
    }
    var outputs = Outputs()
    outputs.rewardModel = TextRewardModel(sum, tokenizer)
    return outputs
  }
}
