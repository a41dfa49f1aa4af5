import OctavoEngine
import OctavoRunner

extension PPOTrain {
  /// Reports what does not go together with a search, or needs one.
  func checkBrowsing(_ problems: inout Problems) {
    guard $passages.isGiven else {
      if browse != nil {
        problems.report(
          at: $browse, "there is nothing to search",
          remedy: "give `passages`, or leave `browse` out")
      }
      return
    }
    problems.requireWritable($passages.outline, by: $model.outline, at: $passages.field)
    problems.requireRoom(for: $model.outline, in: $reward)
    if !judge.isEmpty {
      problems.report(
        at: $judge, "an answer with its quotes is judged by the facts",
        remedy: "leave `judge` out, or `passages`")
    }
    if !sampling.stop.isEmpty {
      problems.report(
        at: sampling.ending.$stop, "an action ends with its line, and an episode with its answer",
        remedy: "leave `stop` out where there are `passages`")
    }
  }
}

/// The search that a policy acts in, with the questions.
struct PolicyBrowsing {
  let questions: [BrowsingQuestion]
  let scorer: Scorer
  let environment: @Sendable () -> any SamplingEnvironment

  init(
    _ limits: BrowserOptions, _ passages: Corpus, _ prompts: Pairs, _ tokenizer: Tokenizer
  ) throws {
    let browser = try limits.browser(over: passages)
    try tokenizer.requireWritable(browser)
    questions = try prompts.training.map { try BrowsingQuestion($0) }
    scorer = questions.scorer(browser, tokenizer)
    environment = { BrowsingEnvironment(browser, tokenizer) }
  }
}
