import OctavoEngine
import OctavoResults
import OctavoRunner

/// `reward.piecewise`: a safety reward for risky prompts and unsafe responses, a helpfulness reward
/// elsewhere.
struct RewardPiecewise: Operation {
  static let manual = Manual(
    "reward.piecewise", "Combines a safety and a helpfulness reward model as Llama 2 does.",
    discussion: """
      Where the prompt is risky, or the safety model gives the response a probability below the \
      `threshold`, the reward is the safety model's, elsewhere the helpfulness model's (Touvron et al. \
      2023, Llama 2, section 3.2.3). The probability is σ(score), and the reward is the score itself, \
      its logit. Scores of reward models have no zero of their own: give `reward.train` a `reference`, \
      so that the threshold has a meaning, and no `scale`, which would change the logits. With `reference` here the reward gets mean 0 and variance 1 \
      on those responses (the paper whitens without saying over what). The models share a tokenizer. \
      A critic that starts as the reward model starts as the safety model.
      """,
    example: """
      run: reward.piecewise
      safety: harmless
      helpfulness: helpful
      risky: "tears|sorrow"
      threshold: 0.15
      reference: pairs
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The reward, as a reward model.") var rewardModel: TextRewardModel
    @Output(
      "The share of reference responses that the safety model scores, with `reference`.",
      isShare: true) var guarded: Double?

    var shown: [any DeclaredOutput] { [$guarded] }
  }

  @Input("The reward model of what is safe.") var safety: TextRewardModel
  @Input("The reward model of what is helpful.") var helpfulness: TextRewardModel
  @Option("The probability of a safe response below which it counts as unsafe.", .within(0...1))
  var threshold = 0.15
  @Option("A regular expression that occurs in risky prompts; without it, no prompt is risky.")
  var risky: String?
  @Input("Pairs on whose responses rewards get mean 0 and variance 1.") var reference: Pairs?

  func check(_ problems: inout Problems) {
    if let risky, (try? TextPattern(risky)) == nil {
      problems.report(at: $risky, "\"\(risky)\" is no regular expression")
    }
    problems.requireSingle($safety.outline, at: $safety.field)
    problems.requireSingle($helpfulness.outline, at: $helpfulness.field)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$rewardModel] = $safety.outline.map {
      TextRewardModel.Outline(configuration: $0.configuration, isCombined: true)
    }
    if !$reference.isGiven { outputs.leaveOut(\.$guarded) }
  }

  func run(in context: StepContext) throws -> Outputs {
    let models = try [safety, helpfulness].singleModels
    let tokenizer = safety.tokenizer
    var reward = try CombinedReward(
      models, .piecewise(threshold: threshold, riskyPrompts: risky))
    var outputs = Outputs()
    if let reference {
      let pairs = try context.usable(reference, by: tokenizer, for: models)
      let (prompts, responses) = (pairs.map(\.prompt), pairs.map(\.response))
      outputs.guarded = reward.guardedShare(prompts: prompts, responses: responses, tokenizer)
      reward = reward.whitened(prompts: prompts, responses: responses, tokenizer)
    }
    outputs.rewardModel = TextRewardModel(reward, tokenizer)
    return outputs
  }
}
