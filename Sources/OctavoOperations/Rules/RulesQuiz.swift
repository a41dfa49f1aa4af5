import OctavoEngine
import OctavoResults
import OctavoRunner

/// `rules.quiz`: how well a model follows a rule that it is shown some examples of.
struct RulesQuiz: Operation {
  static let manual = Manual(
    "rules.quiz", "Asks a model to follow hidden rules, after no, one or several examples.",
    discussion: """
      Each question shows some examples of a rule and then a word; the model continues with the \
      most likely tokens, and its answer counts only if every letter is right. Zero-, one- and few-shot \
      accuracy are the shares of right answers (Brown et al. 2020). The model is one that was trained on \
      the text of `rules.compose`.
      """,
    example: """
      run: rules.quiz
      model: learn
      shots: [0, 1, 2, 4]
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output(
      "The share of right answers by number of examples, with a 95 % interval (Wilson 1927).",
      columns: ["shots", "accuracy", "lower", "upper"]) var accuracy: Table
    @Output(
      "The share by rule, after the most examples.", columns: ["rule", "accuracy"],
      types: ["rule": .text]) var rules: Table
    @Output("One question of each rule, after the most examples, and the answer.") var passages:
      Figure
    @Output("Accuracy with the fewest examples asked for.") var zeroShot: Double
    @Output("Accuracy with the most examples asked for.") var fewShot: Double

    var shown: [any DeclaredOutput] { [$accuracy, $passages] }
  }

  @Input("The model.") var model: LanguageModel
  @Option(
    "After how many examples to ask.",
    .each(.within(0...64), count: 1...65)) var shots: [Int] = [0, 1, 2, 4, 6]
  @Option("How many questions for each rule and number of examples.", .within(1...10_000))
  var questions = 50

  func check(_ problems: inout Problems) {
    if let context = $model.outline?.configuration.context, context < longest {
      problems.report(
        at: $shots,
        "\(shots.max() ?? 0) examples and a question take \(longest) tokens, and the model sees "
          + "\(context)",
        remedy: "ask with fewer examples, or train with a larger `context`")
    }
    problems.requireMemory(
      memory, for: "asking", at: $model.field, remedy: "use a smaller model")
  }

  /// In tokens, of a question after the most examples and its answer.
  private var longest: Int { (shots.max() ?? 0) * 8 + 8 }

  private static let batch = 256

  var memory: Int? {
    $model.outline?.configuration.samplingBytes(
      rows: min(Self.batch, RuleLanguage.Rule.allCases.count * questions), tokens: longest)
  }

  /// One question and what the model made of it.
  private struct Trial {
    let rule: RuleLanguage.Rule
    let prompt, answer: String
    let given: String

    var isRight: Bool { given == answer }
  }

  func run(in context: StepContext) throws -> Outputs {
    var trials: [[Trial]] = []
    for count in shots {
      trials.append(try ask(shots: count, RandomStream(seed: context.seed), in: context))
    }
    let shares = trials.map { Estimate(share: $0.count { $0.isRight }, of: $0.count) }
    let most = shots.indices.max { shots[$0] < shots[$1] } ?? 0
    let fewest = shots.indices.min { shots[$0] < shots[$1] } ?? 0
    let rules = RuleLanguage.Rule.allCases
    let byRule = rules.map { rule in trials[most].filter { $0.rule == rule } }

    var outputs = Outputs()
    outputs.accuracy = Table([
      .init("shots", integers: shots),
      .init("accuracy", numbers: shares.map(\.value)),
      .init("lower", numbers: shares.map(\.lower)),
      .init("upper", numbers: shares.map(\.upper)),
    ])
    outputs.rules = Table([
      .init("rule", texts: rules.map(\.rawValue)),
      .init(
        "accuracy",
        numbers: byRule.map { Estimate(share: $0.count { $0.isRight }, of: $0.count).value }),
    ])
    outputs.passages = Figure(
      .passages(
        byRule.compactMap(\.first).map { trial in
          Passage(
            label: "\(trial.rule.rawValue): \(trial.isRight ? "right" : "wrong, \(trial.answer)")",
            prompt: trial.prompt, text: trial.given)
        }))
    outputs.zeroShot = shares[fewest].value
    outputs.fewShot = shares[most].value
    return outputs
  }

  private func ask(
    shots count: Int, _ stream: RandomStream, in context: StepContext
  ) throws -> [Trial] {
    let asked = RuleLanguage.Rule.allCases.flatMap { rule in
      (0..<questions).map { index in
        var stream = stream.derived(for: "\(rule.rawValue) after \(count)", index: index)
        let question = RuleLanguage.question(about: rule, shots: count, using: &stream)
        return (rule: rule, prompt: question.prompt, answer: question.answer)
      }
    }
    return try context.inBatches(of: Self.batch, asked, unit: "questions") { batch in
      // The most likely tokens do not depend on the batch.
      let samples = try model.model.sample(
        prompts: batch.map { try model.tokenizer.encode($0.prompt) },
        settings: SamplingSettings(maximumTokens: RuleLanguage.wordLength, temperature: 0),
        stream: stream)
      return zip(batch, samples).map { question, sample in
        Trial(
          rule: question.rule, prompt: question.prompt, answer: question.answer,
          given: model.tokenizer.decode(sample.tokens))
      }
    }
  }
}
