import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `reward.evaluate`: how well a reward model agrees with preferences.
struct RewardEvaluate: Operation {
  static let manual = Manual(
    "reward.evaluate", "Measures how well a reward model agrees with preferences.",
    discussion: """
      The preferences may be of another kind than those that the model learned from. Where a judge \
      has ranked them, agreement with it is counted by grades of how much better the better response \
      is (Touvron et al. 2023, Llama 2, table 8): the distance of the gold scores in steps of `width`, \
      the last grade being open.
      """,
    example: """
      run: reward.evaluate
      reward: reward
      data: preferences
      rating: {grades: 4, width: 1}
      """)
  struct Outputs: OutputGroup {
    @Output(
      "The fraction of comparisons in which the better response scores higher.", isShare: true)
    var accuracy: Double
    @Output("Mean −log σ(better − worse), in nats.") var loss: Double
    @Output("How many comparisons there are.") var comparisons: Int
    @Output("The mean distance between how sure the scores are and how often they are right.")
    var calibrationError: Double
    @Output(
      "The fraction of pairs that the scores order as the judge does; its ties do not count.",
      isShare: true) var judgeAgreement: Double?
    @Output(
      "Of these, the share that the preferences themselves have right.", isShare: true)
    var labelAccuracy: Double?
    @Output(
      "Agreement with the judge by grade, from the closest pairs on; `comparisons` is how many.",
      columns: ["grade", "comparisons", "judge-agreement"]) var grades: Table?
    @Output("Agreement with the judge in the lowest grade that occurs.", isShare: true)
    var closestAgreement: Double?
    @Output("Agreement with the judge in the highest grade that occurs.", isShare: true)
    var farthestAgreement: Double?

    var shown: [any DeclaredOutput] { [$grades, $accuracy, $judgeAgreement, $labelAccuracy] }
  }

  @Input("The reward model.") var reward: TextRewardModel
  @Input("The preferences.") var data: Preferences
  @Option("Which part of them is evaluated.") var part = CorpusPart.validation
  @Option("Evaluates at most this many, from the first.", .limit) var limit: Int?
  @Option("The grades of how much better a response is; `step` is not used here.")
  var rating = RatingOptions()

  func check(_ problems: inout Problems) {
    if part == .validation, $data.outline?.hasValidation == false {
      problems.report(
        at: $data.field, "the validation split of these preferences is empty",
        remedy: "evaluate their `part: training`, or make a validation split")
    }
    problems.requireMemory(
      memory, for: "scoring", at: $reward.field, remedy: "use a smaller reward model")
  }

  private static let batch = 16

  var memory: Int? {
    // A preference has two responses at least.
    $reward.outline?.configuration.inferenceBytes(batch: 2 * Self.batch, tokens: 1)
  }

  func run(in context: StepContext) throws -> Outputs {
    let all = (part == .training ? data.training : data.validation).prefix(limit ?? .max)
    let preferences = try context.usable(
      try all.map { try $0.encoded(by: reward.tokenizer) }, called: "preferences"
    ) { reward.problem(with: $0) }
    let scores = try context.inBatches(of: Self.batch, preferences, unit: "preferences") { batch in
      let responses = batch.flatMap { preference in
        preference.responses.map { (prompt: preference.prompt, response: $0) }
      }
      return try reward.scorer(responses.map(\.prompt), responses.map(\.response))
    }
    let evaluation = PreferenceEvaluation(scores: scores, of: preferences)
    var outputs = Outputs()
    outputs.accuracy = evaluation.accuracy
    outputs.loss = evaluation.loss
    outputs.comparisons = evaluation.comparisons
    outputs.calibrationError = evaluation.expectedCalibrationError
    outputs.judgeAgreement = evaluation.judgeAgreement
    outputs.labelAccuracy = evaluation.labelAgreement
    let grades = RatedAccuracy.all(scores: scores, of: preferences, rating.margin)
    if let closest = grades.first, let farthest = grades.last {
      outputs.closestAgreement = closest.accuracy
      outputs.farthestAgreement = farthest.accuracy
      outputs.grades = Table([
        .init("grade", integers: grades.map(\.grade)),
        .init("comparisons", integers: grades.map(\.comparisons)),
        .init("judge-agreement", numbers: grades.map(\.accuracy)),
      ])
    }
    return outputs
  }
}
