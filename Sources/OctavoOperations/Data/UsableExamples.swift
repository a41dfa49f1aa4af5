import OctavoEngine
import OctavoRunner

extension StepContext {
  /// The examples that a model can learn from. How many cannot be, and why, is told to the reader
  /// of the report.
  ///
  /// - Parameters:
  ///   - name: what the examples are called, in the plural.
  ///   - problem: what keeps an example from being used.
  /// - Throws: `OperationError` if there is none left.
  func usable<Example>(
    _ examples: [Example], called name: String, problem: (Example) -> ExampleProblem?
  ) throws -> [Example] {
    var counts: [ExampleProblem: Int] = [:]
    let usable = examples.filter { example in
      guard let problem = problem(example) else { return true }
      counts[problem, default: 0] += 1
      return false
    }
    let reasons = ExampleProblem.allCases.compactMap { problem in
      counts[problem].map { "\($0) because \(problem)" }
    }
    guard !usable.isEmpty else {
      throw OperationError(
        examples.isEmpty
          ? "there are no \(name)"
          : "none of the \(examples.count) \(name) can be used: "
            + reasons.joined(separator: ", "))
    }
    if !reasons.isEmpty {
      warn(
        "Left out of \(examples.count) \(name): " + reasons.joined(separator: ", ") + ".")
    }
    return usable
  }

  /// The prompts that a model can respond to, as tokens, with room for a token at least.
  func usable(prompts: [String], for model: LanguageModel) throws -> [[Int32]] {
    let configuration = model.model.configuration
    return try usable(
      prompts.map { try model.tokenizer.encode($0) }, called: "prompts"
    ) { prompt in
      PromptResponse(prompt: prompt, response: [prompt.first ?? 0]).problem(for: configuration)
    }
  }
}
