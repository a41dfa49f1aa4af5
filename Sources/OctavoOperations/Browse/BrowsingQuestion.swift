import OctavoEngine
import OctavoRunner

/// A question whose facts are known, with its right answer.
struct BrowsingQuestion: Sendable {
  let fact: FactQuestion
  let answer: String

  /// What a model is given.
  var prompt: String { Browser.prompt(fact.text) }

  /// - Throws: `OperationError` for what is no question about facts.
  init(_ pair: Pairs.Pair) throws {
    guard let fact = FactQuestion(pair.prompt) else {
      throw OperationError(
        "“\(pair.prompt.prefix(60))” is not a question about facts, of which it could be judged "
          + "what supports the answer",
        remedy: "give the questions of a step of `facts.compose`")
    }
    self.fact = fact
    answer = String(pair.response.trimmed)
  }

  func verdict(on episode: BrowsingEpisode) -> BrowsingVerdict {
    BrowsingVerdict(of: episode, on: fact, answer: answer)
  }
}

extension [BrowsingQuestion] {
  /// Scores transcripts of episodes, by whether the answer is right and supported.
  func scorer(_ browser: Browser, _ tokenizer: Tokenizer) -> Scorer {
    let questions = Dictionary(map { ($0.prompt, $0) }) { first, _ in first }
    return { prompts, responses in
      zip(prompts, responses).map { prompt, response in
        let episode = BrowsingEpisode(in: browser, transcript: tokenizer.decode(response))
        return questions[tokenizer.decode(prompt)]?.verdict(on: episode).score ?? 0
      }
    }
  }
}
