import OctavoEngine
import OctavoRunner

/// Which prompts a policy is measured on.
struct PromptOptions: OptionGroup {
  @Input("The pairs whose prompts are used.") var prompts: Pairs
  @Option("Which part of them is used.") var part = CorpusPart.validation
  @Option("How many prompts to use, from the first; without it, all.", .limit)
  var count: Int?

  func check(_ problems: inout Problems) {
    if part == .validation, $prompts.outline?.hasValidation == false {
      problems.report(
        at: $prompts.field, "the validation split of these pairs is empty",
        remedy: "use their `part: training`, or make a validation split")
    }
  }

  /// The prompts that a model, and another beside it, can respond to, as tokens.
  ///
  /// - Precondition: the models share a tokenizer.
  func tokens(
    for model: LanguageModel, and other: LanguageModel? = nil, in context: StepContext
  ) throws -> [[Int32]] {
    let pairs = part == .validation ? prompts.validation : prompts.training
    let contexts = [model, other ?? model].map(\.model.configuration.context)
    return try context.usable(
      prompts: pairs.prefix(count ?? .max).map(\.prompt),
      for: contexts[1] < contexts[0] ? other ?? model : model)
  }
}
