import OctavoEngine
import OctavoResults
import OctavoRunner

extension StepContext {
  /// What of a set of examples a model can learn from, as tokens.
  ///
  /// - Parameter limit: learns from at most this many, from the first.
  /// - Throws: `OperationError` if there is none to learn from, or none left of the validation split.
  func usable<Examples: ExampleSet>(
    _ set: Examples, limit: Int? = nil, by tokenizer: Tokenizer,
    for model: GPT.Configuration
  ) throws -> TrainingExamples<[Examples.Example.Tokens]> {
    func usable(
      _ examples: [Examples.Example], _ name: String
    ) throws -> [Examples.Example.Tokens] {
      try self.usable(try examples.map { try $0.encoded(by: tokenizer) }, called: name, for: model)
    }
    let name = Examples.kind.name
    let training = try usable(Array(set.training.prefix(limit ?? .max)), name)
    let validation = set.validation.isEmpty ? [] : try usable(set.validation, "validation \(name)")
    return TrainingExamples(training: training, validation: validation)
  }

  /// The examples that a model can learn from.
  ///
  /// - Parameter name: what the examples are called, in the plural.
  func usable<Example: TokenExample>(
    _ examples: [Example], called name: String, for model: GPT.Configuration
  ) throws -> [Example] {
    try usable(examples, called: name) { $0.problem(for: model) }
  }

  /// The examples that can be used. How many cannot be, and why, is told to the reader of the
  /// report.
  ///
  /// - Throws: `OperationError` if there is none left.
  func usable<Example>(
    _ examples: [Example], called name: String, problem: (Example) throws -> ExampleProblem?
  ) throws -> [Example] {
    var counts: [ExampleProblem: Int] = [:]
    let usable = try examples.filter { example in
      guard let problem = try problem(example) else { return true }
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
        .leavingOut(examples.count - usable.count, of: examples.count),
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
