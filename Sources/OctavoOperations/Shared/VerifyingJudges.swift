import OctavoEngine
import OctavoRunner

/// Judges that verify a response against its prompt.
extension JudgeOptions {
  /// What stands before an answer.
  var answerPattern: String { pattern ?? "=" }

  fileprivate func verifier(
    _ references: [(prompt: String, response: String)]
  ) throws -> Verifier? {
    switch by {
    case .answer: .answer(try AnswerKey(after: answerPattern, examples: references))
    case .balanced: .balanced
    case .chance: .chance
    case .lexicon, .length, .distinct, .pattern, .count, .format, .promptWords: nil
    }
  }
}

extension [JudgeOptions] {
  /// The sum of the terms, as a function of prompt and response.
  ///
  /// - Parameter references: prompts with right responses.
  func scoring(
    references: [(prompt: String, response: String)] = []
  ) throws -> @Sendable (_ prompt: String, _ response: String) -> Double {
    let reading = filter { !$0.by.isVerifying }
    let score = reading.isEmpty ? nil : try reading.judge.scoring()
    let verifiers = try compactMap { term in
      try term.verifier(references).map { (weight: term.weight, verifier: $0) }
    }
    return { prompt, response in
      verifiers.reduce(score?(prompt, response) ?? 0) {
        $0 + $1.weight * $1.verifier.score(prompt: prompt, response: response)
      }
    }
  }

  /// The judge of tokens.
  ///
  /// - Parameter references: pairs whose prompts are responded to, and whose responses are right.
  func scorer(_ tokenizer: Tokenizer, references: Pairs? = nil) throws -> Scorer {
    // Prompts come back as they are decoded. One that cannot be encoded is never asked.
    let needsReferences = contains { $0.by == .answer }
    let pairs = needsReferences ? references.map { $0.training + $0.validation } ?? [] : []
    let score = try scoring(
      references: pairs.compactMap { pair in
        (try? tokenizer.encode(pair.prompt)).map { (tokenizer.decode($0), pair.response) }
      })
    return { prompts, responses in
      zip(prompts, responses).map { score(tokenizer.decode($0), tokenizer.decode($1)) }
    }
  }
}

extension Problems {
  /// Reports a judge that needs the right responses to prompts, in a step that has none.
  mutating func requireNoReferences(_ judge: [JudgeOptions]) {
    for term in judge where term.by == .answer {
      report(
        at: term.$by,
        "`answer` needs the right responses to the prompts, which this step does not have",
        remedy: "score by another choice, such as `format`")
    }
  }
}
