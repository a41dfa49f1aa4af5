import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `browse.evaluate`: a language model answers questions with a browser.
struct BrowseEvaluate: Operation {
  static let manual = Manual(
    "browse.evaluate", "Lets a model answer questions by searching a text, and judges it.",
    discussion: """
      The model writes the actions that `browse.demonstrate` describes, and reads what they show. An \
      answer is correct if it is the right response to the letter, and supported if besides the quoted \
      passages state it of the person that is asked about, or of that person's friend together with the \
      friendship: the two things that WebGPT's answers were judged by (Nakano et al. 2021). Of n \
      episodes on a question the one is given that `reward` scores highest (best-of-n), or, without it, \
      the one that the judge does, who knows the answers: an upper bound. For each n the mean over all sets of n of the \
      `samples` is taken (appendix I there). Intervals are of the mean over questions.
      """,
    example: """
      run: browse.evaluate
      model: clone
      data: facts.all-questions
      passages: facts
      reward: reward
      n: [1, 4, 16]
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The share of correct answers at the largest n.", isShare: true) var correct: Estimate
    @Output("The share of correct and supported answers at the largest n.", isShare: true)
    var supported: Estimate
    @Output("The share of correct answers of a single episode.", isShare: true)
    var singleCorrect: Estimate
    @Output("The share of correct and supported answers of a single episode.", isShare: true)
    var singleSupported: Estimate
    @Output(
      "One row per n; the edges are of 95 % intervals, and `score` is what the best is chosen by.",
      columns: [
        "n", "correct", "correct-lower", "correct-upper", "supported", "supported-lower",
        "supported-upper", "score",
      ]) var curve: Table
    @Output("The mean number of actions of an episode.") var actions: Double
    @Output("The mean number of searches of an episode.") var searches: Double
    @Output("The share of actions that are malformed.", isShare: true) var malformed: Double
    @Output("The share of episodes that end with an answer.", isShare: true) var answered: Double
    @Output("The number of questions.") var questions: Int
    @Output(
      "One row per question, of the best of all samples; `correct` and `supported` are 1 or 0.",
      columns: ["question", "response", "answer", "correct", "supported", "actions"],
      types: ["question": .text, "response": .text, "answer": .text]) var episodes: Table
    @Output("The questions with the best of all samples, to be learned from.") var pairs: Pairs
    @Output("Correct and supported answers by n.") var optimization: Figure
    @Output("The first episodes that are supported, and the first that are not.")
    var passages: Figure

    var shown: [any DeclaredOutput] {
      [$optimization, $passages, $correct, $supported, $actions, $malformed, $answered, $questions]
    }
  }

  @Input("The model.") var model: LanguageModel
  @Input("The questions of a step of `facts.compose`.") var data: Pairs
  @Input("The text whose lines, of both splits, are searched.") var passages: Corpus
  @Input("What chooses the best episode; without it, the judge does.") var reward: TextRewardModel?
  @Option("Which part of the questions is asked.") var part = CorpusPart.validation
  @Option("Asks at most this many, from the first.", .limit) var limit: Int?
  let limits = BrowserOptions()
  @Option(
    "The maximum number of tokens of an episode, what is shown included; without it, as many as the context leaves.",
    .within(1...100_000)) var tokens: Int?
  @Option("The sampling temperature; 0 always takes the most likely token.", .within(0...100))
  var temperature = 1.0
  @Option(
    "The number of episodes that the best is chosen of, each in turn.",
    .each(.within(1...10_000), count: 1...100))
  var n = [1]
  @Option(
    "The number of episodes on a question that are drawn in all; without it, the largest n.",
    .within(1...10_000)) var samples: Int?

  func check(_ problems: inout Problems) {
    problems.requireQuestions($data, part)
    problems.requireBrowsable($passages, by: $model)
    problems.requireDistinct(n, at: $n)
    problems.requireSamples(samples, for: n, at: $samples)
    problems.requireRoom(for: $model.outline, in: $reward)
    if temperature == 0, drawnCount > 1 {
      problems.report(
        at: $temperature, "all episodes on a question would be the same",
        remedy: "give a `temperature` above 0, or `n: 1`")
    }
    problems.requireMemory(
      memory, for: "sampling", at: samples == nil ? $n : $samples,
      remedy: samples == nil ? "choose among fewer episodes" : "draw fewer `samples`")
  }

  private var drawnCount: Int { samples ?? n.max() ?? 1 }

  var memory: Int? {
    guard drawnCount > 0 else { return nil }
    return $model.outline?.configuration.browsingBytes(
      questions: limit, episodes: drawnCount, tokens: tokens)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$pairs] = Pairs.Outline(hasValidation: false)
  }

  func run(in context: StepContext) throws -> Outputs {
    let sampler = try BrowsingSampler(
      model, limits.browser(over: passages), asking: data.asked(part, limit: limit),
      tokens: tokens, temperature: temperature, in: context)
    let asked = try sampler.episodes(
      drawnCount, scorer: reward?.scorer(for: model.tokenizer), RandomStream(seed: context.seed),
      in: context)
    return BrowsingSummary(asked, n: n.sorted()).outputs
  }
}

extension Problems {
  /// Reports a reward model that cannot read all that a model may write.
  mutating func requireRoom(for model: LanguageModel.Outline?, in reward: Binding<TextRewardModel?>)
  {
    guard let model = model?.configuration.context,
      let context = reward.outline?.configuration.context, context < model
    else { return }
    report(
      at: reward.field,
      "the reward model's context of \(context) is shorter than the model's of \(model), so it could "
        + "not read every episode",
      remedy: "train it from a model with a larger `context`")
  }
}
