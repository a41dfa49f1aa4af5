import OctavoEngine
import OctavoRunner

/// Speculative sampling with a draft model.
extension GPTSample {
  private static let usualLookahead = 4
  private static let otherTokenizers =
    "the draft has another tokenizer than the model, so its proposals mean something else"
  private static let sameTokenizer =
    "train both models with one `tokenizer`, or on the same text"

  func checkDraft(_ problems: inout Problems) {
    guard $draft.isGiven else {
      if lookahead != nil {
        problems.report(
          at: $lookahead, "there is no draft to look ahead",
          remedy: "give `draft`, or leave `lookahead` out")
      }
      return
    }
    if sampling.mostTokens == 1 {
      problems.report(
        at: sampling.$tokens, "only one token is written, so a draft has nothing to propose",
        remedy: "give more `tokens`, or leave `draft` out")
    }
    if LanguageModel.Outline.haveOtherVocabularies($model.outline, $draft.outline) {
      problems.report(at: $draft.field, Self.otherTokenizers, remedy: Self.sameTokenizer)
    }
    for (name, field, outline) in [
      ("model", $model.field, $model.outline), ("draft", $draft.field, $draft.outline),
    ] {
      guard let context = outline?.configuration.context else { continue }
      problems.report(at: field) { try require(context, of: name, toHold: 1) }
    }
  }

  /// The last token of a text is never read.
  private func require(_ context: Int, of name: String, toHold prompt: Int) throws {
    let needed = prompt + sampling.mostTokens - 1
    guard needed > context else { return }
    throw OperationError(
      "with a draft, a text must fit into both contexts: a prompt of \(prompt) and "
        + "\(sampling.mostTokens) tokens after it need \(needed), and the \(name) has \(context)",
      remedy: "give fewer `tokens` or shorter prompts, or use a model with a larger `context`")
  }

  /// What sampling with the draft takes besides, in bytes: the draft itself, and for each proposed
  /// token two distributions, the draft's and the model's.
  func draftMemory(rows: Int) -> Int {
    guard let configuration = $draft.outline?.configuration else { return 0 }
    let ahead = Double(lookahead ?? Self.usualLookahead)
    let distributions = 8 * Double(rows) * ahead * Double(configuration.vocabularySize)
    return configuration.samplingBytes(rows: rows, tokens: sampling.mostTokens)
      .addingSaturating(Int(exactly: distributions.rounded()) ?? .max)
  }

  /// - Throws: `OperationError` where the draft does not suit the model or these prompts.
  func draft(for prompts: [[Int32]]) throws -> Draft? {
    guard let draft else { return nil }
    guard draft.tokenizer == model.tokenizer else {
      throw OperationError(Self.otherTokenizers, remedy: Self.sameTokenizer)
    }
    let longest = prompts.map(\.count).max() ?? 0
    try require(model.model.configuration.context, of: "model", toHold: longest)
    try require(draft.model.configuration.context, of: "draft", toHold: longest)
    return Draft(draft.model, lookahead: lookahead ?? Self.usualLookahead)
  }
}

extension GPTSample.Outputs {
  mutating func summarize(_ samples: [SpeculativeSample], lookahead: Int) {
    let counts = samples.map(\.counts).reduce(SpeculationCounts(), +)
    let tokens = samples.reduce(0) { $0 + $1.sample.tokens.count }
    let accepted = Double(counts.accepted) / Double(max(1, counts.judged))
    acceptance = accepted
    usedProposals = Double(counts.accepted) / Double(max(1, counts.proposed))
    tokensPerPass = Double(tokens) / Double(max(1, counts.passes))
    // Leviathan et al. 2023, equation 1: (1 − α^(γ+1)) / (1 − α), as the sum that it stands for.
    expectedTokensPerPass = (0..<lookahead).reduce(1) { sum, _ in 1 + accepted * sum }
  }
}
