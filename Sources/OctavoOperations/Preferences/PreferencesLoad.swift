import OctavoBase
import OctavoResults
import OctavoRunner

/// `preferences.load`: preferences from a file.
struct PreferencesLoad: Operation {
  static let manual = Manual(
    "preferences.load", "Reads preferences from a file with one JSON object per line.",
    discussion: """
      Three forms are read, line by line: `chosen` and `rejected` as whole dialogues, whose shared \
      beginning is the prompt (Anthropic's HH-RLHF, Bai et al. 2022); the same with the `prompt` given \
      apart; and `prompt` with `responses`, a list from best to worst (InstructGPT's rankings), or in \
      any order with their `ranks`, the smallest for the best, equal ones for ties. `margin` may stand \
      beside each. Where a dialogue has turns, its prompt ends with the last mark of a turn that both \
      share. Where every response of the file begins with its prompt, that is taken off.

      Each of them may be a text or a list of messages. \(TurnMarks.discussion) Two conversations share \
      all messages before the last answer that can be their first difference.

      Preferences between equal responses, without a prompt or without a response are left out and \
      counted. The file may be packed by gzip.
      """,
    example: """
      run: preferences.load
      path: data/preferences.jsonl
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The preferences.") var preferences: Preferences
    var summary = PreferencesSummary()

    var shown: [any DeclaredOutput] { summary.shown }
  }

  @Option("The file, one JSON object per line.") var path: FilePath
  @Option(
    "What begins an answer in a dialogue that is one text; the prompt ends with the last that both "
      + "share.")
  var turn = "\n\nAssistant:"
  let marks = TurnMarks()
  @Option("Added to the end of every response, such as a mark that the model is to stop at.")
  var ending = ""
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  func check(_ problems: inout Problems) {
    problems.report(at: $path) { _ = try load(first: DataText.checkedBytes) }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$preferences] = Preferences.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let loaded = try load()
    for warning in loaded.warnings { context.warn(warning) }
    var outputs = Outputs()
    outputs.preferences = loaded.preferences
    outputs.summary = PreferencesSummary(of: loaded.preferences)
    return outputs
  }

  /// What the file holds, and what is to be said of it.
  private func load(
    first most: Int = .max
  ) throws -> (preferences: Preferences, warnings: [StepWarning]) {
    let lines = PreferenceLines(turn: turn, marks: marks)
    let read = try ObjectLines(path).read(first: most, lines.reading)
    var warnings = read.unusedData.warnings
    let all = try withoutRepeatedPrompts(read.examples, &warnings)
    var counts: [(problem: String, count: Int)] = []
    let usable = all.filter { preference in
      guard let problem = preference.problem else { return true }
      if let index = counts.firstIndex(where: { $0.problem == problem }) {
        counts[index].count += 1
      } else {
        counts.append((problem, 1))
      }
      return false
    }
    if !counts.isEmpty {
      warnings.append(
        StepWarning(
          .leavingOut(all.count - usable.count, of: all.count),
          "Left out of \(all.count) preferences: "
            + counts.map { "\($0.count) \($0.problem)" }.joined(separator: ", ") + "."))
    }
    let preferences = Preferences(usable.map(ended), validationFraction: validationFraction)
    guard !preferences.training.isEmpty || !read.isWhole else {
      throw OperationError("`\(path.path)` has no preference to learn from")
    }
    warnings += preferences.warnings(validationFraction: validationFraction)
    return (preferences, warnings)
  }

  /// Takes the prompts off the responses where all begin with them.
  ///
  /// - Throws: where some do and some do not, for then nobody can tell which is meant.
  private func withoutRepeatedPrompts(
    _ readings: [PreferenceLines.Reading], _ warnings: inout [StepWarning]
  ) throws -> [Preferences.Preference] {
    let could = readings.filter(\.couldRepeatPrompt)
    let repeating = could.filter(\.repeatsPrompt)
    guard let first = repeating.first else { return readings.map(\.preference) }
    if let other = could.first(where: { !$0.repeatsPrompt }) {
      throw OperationError(
        "\(path.path): the responses begin with their prompt in \(repeating.count) of "
          + "\(could.count) lines, such as line \(first.line), and not in the others, such as line "
          + "\(other.line)",
        remedy: "bring all lines to one form")
    }
    warnings.append(
      StepWarning(
        .minor,
        "The responses begin with their prompt in all \(repeating.count) lines that have one apart; "
          + "it was taken off them."))
    return readings.map { reading in
      var preference = reading.preference
      guard reading.repeatsPrompt else { return preference }
      let length = preference.prompt.utf8.count
      preference.responses = preference.responses.map {
        String(decoding: $0.utf8.dropFirst(length), as: UTF8.self)
      }
      return preference
    }
  }

  private func ended(_ preference: Preferences.Preference) -> Preferences.Preference {
    var preference = preference
    preference.responses = preference.responses.map { $0 + ending }
    return preference
  }
}

extension Preferences.Preference {
  /// What keeps anything from being learned from it; follows a count.
  fileprivate var problem: String? {
    if prompt.isEmpty { return "without a prompt" }
    if responses.contains(where: \.isEmpty) { return "with an empty response" }
    if Set(ranks).count < 2 { return "that prefer nothing" }
    if Set(responses).count < responses.count { return "between equal responses" }
    return nil
  }
}
