import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `browse.collect`: which of two episodes on a question is better.
struct BrowseCollect: Operation {
  static let manual = Manual(
    "browse.collect", "Samples episodes of a model that browses, and ranks those on one question.",
    discussion: """
      WebGPT's comparisons (Nakano et al. 2021, section 3.2): the model answers each question several \
      times with the browser, and the episodes are ranked by a judge who knows the answers. A correct \
      answer that its quotes state is better than a correct one without them, and that is better than \
      a wrong one. With `noise`, two neighbors in the true order are swapped at that rate, and more \
      distant ones less often (Mallows 1957). Equal episodes are ties, and questions on which all tie \
      are left out. `reward.train` learns from the comparisons.
      """,
    example: """
      run: browse.collect
      model: clone
      data: facts.all-questions
      passages: facts
      episodes: 4
      noise: 0.1
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The ranked episodes.") var preferences: Preferences
    var summary = PreferencesSummary()
    @Output("The mean of the judge's scores: 0, ½ without support, and 1.") var goldScore: Double

    var shown: [any DeclaredOutput] { summary.shown + [$goldScore] }
  }

  @Input("The model.") var model: LanguageModel
  @Input("The questions of a step of `facts.compose`; those of the training split are asked.")
  var data: Pairs
  @Input("The text whose lines, of both splits, are searched.") var passages: Corpus
  @Option("Asks at most this many, from the first.", .limit) var limit: Int?
  @Option("The number of episodes on a question.", .within(2...64)) var episodes = 4
  @Option(
    "The probability that two adjacent episodes in the true order are swapped.", .within(0...0.5))
  var noise = 0.0
  let limits = BrowserOptions()
  @Option(
    "The maximum number of tokens of an episode, what is shown included; without it, as many as the context leaves.",
    .within(1...100_000)) var tokens: Int?
  @Option("The sampling temperature.", .positive(upTo: 100)) var temperature = 1.0
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  func check(_ problems: inout Problems) {
    problems.requireBrowsable($passages, by: $model)
    problems.requireKept(
      of: limit, validationFraction: validationFraction, in: Preferences.self,
      at: $validationFraction)
    problems.requireMemory(
      memory, for: "sampling", at: $model.field,
      remedy: "use a smaller model, or fewer `episodes`")
  }

  var memory: Int? {
    guard episodes > 0 else { return nil }
    return $model.outline?.configuration.browsingBytes(
      questions: limit, episodes: episodes, tokens: tokens)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$preferences] = Preferences.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let noise = try RankingNoise(rate: noise)
    let stream = RandomStream(seed: context.seed)
    let sampler = try BrowsingSampler(
      model, limits.browser(over: passages), asking: data.asked(.training, limit: limit),
      tokens: tokens, temperature: temperature, in: context)
    let asked = try sampler.episodes(episodes, scorer: nil, stream, in: context)
    let decided = asked.enumerated().compactMap { number, each in
      preference(each, noise, stream.derived(for: "ranking", index: number))
    }
    if decided.count < asked.count {
      context.warn(
        .leavingOut(asked.count - decided.count, of: asked.count),
        "Left out: \(asked.count - decided.count) of \(asked.count) questions, on which all episodes "
          + "are equally good.")
    }
    guard decided.count > 1 else {
      throw OperationError(
        "no episode is better than another on \(asked.count) questions",
        remedy: "draw more `episodes`, or use a higher `temperature` or a model that errs less "
          + "than always")
    }
    var outputs = Outputs()
    outputs.preferences = Preferences(decided, validationFraction: validationFraction)
    outputs.summary = PreferencesSummary(of: outputs.preferences)
    outputs.goldScore = asked.flatMap(\.scores).mean
    return outputs
  }

  /// The ranked episodes; nil where all are equally good.
  private func preference(
    _ asked: BrowsingSampler.Episodes, _ noise: RankingNoise, _ stream: RandomStream
  ) -> Preferences.Preference? {
    let scores = asked.scores
    guard Set(scores).count > 1 else { return nil }
    var stream = stream
    return Preferences.Preference(
      prompt: asked.question.prompt,
      responses: asked.responses.map { model.tokenizer.decode($0) },
      ranks: noise.ranks(of: scores, using: &stream), goldScores: scores)
  }
}
