/// A regular expression of an `adapter_config.json` that the end of a module's name matches, as PEFT
/// matches it.
struct ModulePattern {
  /// More repetitions could take as long as a file's author likes.
  static let mostRepetitions = 4

  private let expression: Regex<AnyRegexOutput>

  init?(_ pattern: String) {
    let repetitions = pattern.count { "*+{".contains($0) }
    let repeatsGroup = [")*", ")+", "){"].contains { pattern.contains($0) }
    guard pattern.utf8.count <= 400, repetitions <= Self.mostRepetitions, !repeatsGroup,
      let expression = try? Regex("(.*\\.)?(\(pattern))")
    else { return nil }
    self.expression = expression
  }

  func matches(_ module: String) -> Bool {
    (try? expression.wholeMatch(in: module)) != nil
  }
}
