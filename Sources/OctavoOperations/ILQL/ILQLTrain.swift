import OctavoEngine
import OctavoResults
import OctavoRunner

/// `ilql.train`: a policy learns from scored responses that it did not write itself.
struct ILQLTrain: Operation {
  static let manual = Manual(
    "ilql.train", "Trains a language model on scored responses by offline reinforcement learning.",
    discussion: """
      Implicit language Q-learning (Snell et al. 2023; as in trlx) learns from given responses, without sampling, \
      how much reward each next token leads to. Two heads on the model's last hidden state estimate the value Q of \
      every token, and one the value V of the state. V is drawn to the upper expectile τ of the lower target Q \
      of the tokens that were written, Q to the reward plus γ times the next V, so that only tokens that \
      occur in the data count; the target heads follow those of Q slowly. A conservative term keeps the values of other tokens \
      low (CQL, Kumar et al. 2020), and the model goes on learning the responses' tokens (weighted by their \
      advantages where `advantage-temperature` is above 0, AWAC, Nair et al. 2020). A response's score is the \
      reward of its last token.

      The trained model writes by its probabilities times exp(β (Q − V)), with the target heads' lower Q: its logits \
      are raised by β Q, wherever it is used. The responses are those of `data`, whose ranks are not used; \
      `reward` scores them, a reward model, or else the `judge`. The heads have GELU where trlx has ReLU.
      """,
    example: """
      run: ilql.train
      model: finetune
      data: preferences
      reward: reward
      coefficient: 4
      training: {iterations: 200, learning-rate: 3e-4}
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The trained model, steered by its values.") var model: LanguageModel
    @Output("The same model without the values.")
    var unsteered: LanguageModel
    @Output("How many responses there are to learn from.") var responses: Int
    @Output("The mean score of the responses.") var score: Double
    var learning = ImplicitQOutputs()

    var shown: [any DeclaredOutput] { learning.shown + [$responses, $score] }
  }

  @Input("The model to start from.") var model: LanguageModel
  @Input("The responses to learn from.") var data: Preferences
  @Input("What scores them.") var reward: TextRewardModel?
  @Option(judgeHelp) var judge: [JudgeOptions] = []
  @Option("Learns from the responses to at most this many prompts, from the first.", .limit)
  var limit: Int?
  @Option("β, by how much the trained model's logits are raised for a unit of Q.", .within(0...1e6))
  var coefficient = 1.0
  @Option("What is minimized.") var loss = ImplicitQOptions()
  @Option("The recipe; an example is a response.")
  var training = TextTrainingOptions(
    examples: "responses", evaluation: "the history gets a row")

  func check(_ problems: inout Problems) {
    problems.requireJudgement(judge, at: $judge)
    if !$reward.isGiven, judge.isEmpty {
      problems.report(
        "nothing scores the responses", remedy: "give `reward`, or a `judge` that scores them")
    }
    if $reward.isGiven, !judge.isEmpty {
      problems.report(
        at: $judge, "the reward model scores the responses already",
        remedy: "leave out `judge` or `reward`")
    }
    problems.requireNoReferences(judge)
    if $model.outline?.configuration.actionValues != nil {
      problems.report(at: $model.field, Self.steered, remedy: Self.unsteered)
    }
    problems.requireMemory(memory, at: training.batchOption, remedy: "choose a smaller `batch`")
  }

  private static let steered = "the model is steered by values already"
  private static let unsteered = "start from the step's `unsteered` model"

  var memory: Int? {
    guard var configuration = $model.outline?.configuration else { return nil }
    // The heads take memory as those of a steered model do, and the targets once more.
    configuration.actionValues = ActionValues(coefficient: coefficient)
    let logits =
      Double(training.batch) * Double(configuration.context)
      * Double(configuration.vocabularySize)
    return configuration.trainingBytes(batch: training.batch)
      .addingSaturating(Int(exactly: (40 * logits).rounded()) ?? .max)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$unsteered] = $model.outline
    outputs[\.$model] = $model.outline.map { outline in
      var outline = outline
      outline.configuration.actionValues = ActionValues(coefficient: coefficient)
      return outline
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    guard model.model.configuration.actionValues == nil else {
      throw OperationError(Self.steered, remedy: Self.unsteered)
    }
    let stream = RandomStream(seed: context.seed)
    let examples = try scored(in: context)
    return try context.train(
      iterations: training.iterations,
      start: {
        try TrainingLoop<ImplicitQLearning>(
          ActionValueModel(model.model, stream: stream.derived(for: "heads")), examples,
          .init(
            recipe: training.recipe(usualDropout: .zero), loss: loss.loss,
            targetRate: loss.targetRate), stream: stream)
      },
      restore: { try TrainingLoop<ImplicitQLearning>(archive: $0, examples) },
      outputs: { loop in
        var outputs = Outputs()
        outputs.model = LanguageModel(
          try loop.objective.policy(loop.model, coefficient: coefficient), model.tokenizer)
        outputs.unsteered = LanguageModel(loop.model.policy, model.tokenizer)
        outputs.responses = examples.count
        outputs.score = examples.map(\.score).mean
        outputs.learning = ImplicitQOutputs(loop)
        return outputs
      })
  }

  private func scored(in context: StepContext) throws -> [ScoredResponse] {
    let rankings = try context.usable(
      data, limit: limit, by: model.tokenizer, for: model.model.configuration
    ).training
    let examples = rankings.flatMap { ranking in
      ranking.responses.map { PromptResponse(prompt: ranking.prompt, response: $0) }
    }
    let gold = judge.isEmpty ? nil : try judge.scorer(model.tokenizer)
    guard let score = reward?.scorer(for: model.tokenizer) ?? gold else {
      throw OperationError("nothing scores the responses")
    }
    let scores = try score(examples.map(\.prompt), examples.map(\.response))
    return zip(examples, scores).map { ScoredResponse($0, score: $1) }
  }
}

/// The loss of implicit Q-learning.
struct ImplicitQOptions: OptionGroup {
  @Option("The discount factor γ.", .within(0...1)) var discount = 0.99
  @Option(
    "τ: toward 1, a state is worth what its best tokens lead to; at 0.5, the mean.", .within(0...1))
  var expectile = 0.7
  @Option("What the conservative term weighs.", .within(0...1e6)) var conservatism = 0.1
  @Option("What the cross-entropy of the responses' tokens weighs.", .within(0...1e6))
  var imitation = 1.0
  @Option(
    "How much more a token of higher advantage weighs there; at 0, all weigh the same.",
    .within(0...1e6))
  var advantageTemperature = 0.0
  @Option("How far the target heads follow the heads in an iteration.", .share)
  var targetRate = 0.005

  var loss: ImplicitQLoss {
    ImplicitQLoss(
      discount: discount, expectile: expectile, conservatism: conservatism, imitation: imitation,
      advantageTemperature: advantageTemperature)
  }
}
