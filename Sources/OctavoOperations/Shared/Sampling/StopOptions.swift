import OctavoEngine
import OctavoRunner

/// Where a text that a model writes ends.
struct StopOptions: OptionGroup {
  @Option("Stop texts, each of any number of tokens.")
  var stop: [String] = []

  /// More than any mark of an end has; each character makes the search somewhat dearer.
  private static let longest = 1000

  func check(_ problems: inout Problems) {
    if stop.contains(where: \.isEmpty) {
      problems.report(
        at: $stop, "a stop text is empty, and every text ends with it",
        remedy: "give at least one character, such as \"\\n\", or leave `stop` out")
    }
    if let text = stop.first(where: { $0.unicodeScalars.count > Self.longest }) {
      problems.report(
        at: $stop,
        "a stop text has \(text.unicodeScalars.count) characters, and can have \(Self.longest)",
        remedy: "give the characters alone that mark the end")
    }
  }

  /// Reports a text that one of such models can never write; said at the option `stop`.
  func check(for models: LanguageModel.Outline?..., to problems: inout Problems) {
    check(for: models, to: &problems)
  }

  func check(for models: [LanguageModel.Outline?], to problems: inout Problems) {
    let alphabets = models.compactMap { $0?.alphabet }
    for text in stop {
      let missing = text.unicodeScalars.first { character in
        alphabets.contains { !$0.contains(character) }
      }
      guard let missing else { continue }
      let problem = Self.problem(text, missing)
      problems.report(at: $stop, problem.message, remedy: problem.remedy)
    }
  }

  /// - Throws: `OperationError` for a text that is never written with these tokens.
  func texts(for tokenizer: Tokenizer) throws -> StopTexts {
    for text in stop {
      do { _ = try tokenizer.encode(text) } catch {
        guard case .unknownCharacter(let missing, _) = error else { throw error }
        let problem = Self.problem(text, missing)
        throw OperationError(problem.message, remedy: problem.remedy)
      }
    }
    return StopTexts(stop, tokenizer: tokenizer)
  }

  private static func problem(
    _ text: String, _ missing: Unicode.Scalar
  ) -> (message: String, remedy: String) {
    (
      "the stop text \(text.debugDescription) is never written, for the model has no token for "
        + String(missing).debugDescription,
      "give a text of the characters that the model was trained on"
    )
  }

  /// Whether a text ends with one of the stop texts.
  func ends(_ text: String) -> Bool {
    stop.contains { text.utf8.reversed().starts(with: $0.utf8.reversed()) }
  }
}
