import OctavoEngine
import OctavoRunner

/// Samples browsing episodes of a language model.
struct BrowsingSampler {
  /// Several episodes on one question.
  struct Episodes {
    let question: BrowsingQuestion
    let responses: [[Int32]]
    /// The scores by which the best episode is chosen.
    let scores: [Double]
    let episodes: [BrowsingEpisode]
    let verdicts: [BrowsingVerdict]
  }

  let model: LanguageModel
  let browser: Browser
  let settings: SamplingSettings
  /// The questions, with their prompts as tokens.
  let questions: [(question: BrowsingQuestion, prompt: [Int32])]

  /// - Parameter tokens: the maximum number in an episode; nil for as many as the context leaves.
  init(
    _ model: LanguageModel, _ browser: Browser, asking pairs: some Sequence<Pairs.Pair>,
    tokens: Int?, temperature: Double, in context: StepContext
  ) throws {
    try model.tokenizer.requireWritable(browser)
    let configuration = model.model.configuration
    questions = try context.usable(
      try pairs.map {
        let question = try BrowsingQuestion($0)
        return (question, try model.tokenizer.encode(question.prompt))
      }, called: "questions"
    ) {
      PromptResponse(prompt: $0.1, response: [$0.1.first ?? 0]).problem(for: configuration)
    }
    let room = configuration.context - (questions.map(\.prompt.count).max() ?? 0)
    settings = SamplingSettings(
      maximumTokens: min(tokens ?? room, room), temperature: temperature,
      stop: BrowsingEnvironment.lineEnd(model.tokenizer))
    self.model = model
    self.browser = browser
  }

  /// Samples episodes on each question, and scores them.
  ///
  /// - Parameters:
  ///   - count: the number of episodes on each question.
  ///   - scorer: nil for the verdicts' scores.
  func episodes(
    _ count: Int, scorer: Scorer?, _ stream: RandomStream, in context: StepContext
  ) throws -> [Episodes] {
    let size = Candidates.promptsAtOnce(count: count)
    return try context.inBatches(of: size, questions, unit: "questions") { batch in
      let prompts = batch.flatMap { Array(repeating: $0.prompt, count: count) }
      let samples = try model.model.sample(
        prompts: prompts, settings: settings,
        environments: prompts.map { _ in BrowsingEnvironment(browser, model.tokenizer) },
        stream: stream.derived(for: "questions", index: batch.startIndex))
      let scores = try scorer?(prompts, samples.map(\.tokens))
      return zip(batch, samples.batches(of: count)).map { asked, samples in
        let episodes = samples.map {
          BrowsingEnvironment.episode(of: $0.tokens, in: browser, model.tokenizer)
        }
        let verdicts = episodes.map(asked.question.verdict)
        return Episodes(
          question: asked.question,
          responses: samples.map(\.tokens),
          scores: scores.map { Array($0[samples.indices]) } ?? verdicts.map(\.score),
          episodes: episodes, verdicts: verdicts)
      }
    }
  }
}

extension GPT.Configuration {
  /// An estimate of the memory that sampling takes, in bytes.
  ///
  /// - Parameter episodes: the number on each question.
  func browsingBytes(questions: Int?, episodes: Int, tokens: Int?) -> Int {
    let rows = min(Candidates.promptsAtOnce(count: episodes), questions ?? .max) * episodes
    let tokens = min(tokens ?? context, context)
    return samplingBytes(rows: rows, tokens: tokens).addingSaturating(
      .bytes(ofTexts: (questions ?? 1) * episodes, tokens: tokens))
  }
}
