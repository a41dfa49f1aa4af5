import OctavoEngine
import OctavoRunner

/// A question about facts, with its correct answer.
struct BrowsingQuestion: Sendable {
  let fact: FactQuestion
  let answer: String

  /// The prompt that a model reads.
  var prompt: String { Browser.prompt(fact.text) }

  /// - Throws: `OperationError` if it is not a question about facts.
  init(_ pair: Pairs.Pair) throws {
    guard let fact = FactQuestion(pair.prompt) else {
      throw OperationError(
        "“\(pair.prompt.prefix(60))” is not a question about facts, so nobody can judge whether "
          + "passages support its answer",
        remedy: "give the questions from `facts.compose`")
    }
    self.fact = fact
    answer = String(pair.response.trimmed)
  }

  func verdict(on episode: BrowsingEpisode) -> BrowsingVerdict {
    BrowsingVerdict(of: episode, on: fact, answer: answer)
  }
}

extension [BrowsingQuestion] {
  /// Scores episodes, by whether the answer is right and supported.
  func scorer(_ browser: Browser, _ tokenizer: Tokenizer) -> Scorer {
    let questions = Dictionary(map { ($0.prompt, $0) }) { first, _ in first }
    return { prompts, responses in
      zip(prompts, responses).map { prompt, response in
        let episode = BrowsingEnvironment.episode(of: response, in: browser, tokenizer)
        return questions[tokenizer.decode(prompt)]?.verdict(on: episode).score ?? 0
      }
    }
  }
}
