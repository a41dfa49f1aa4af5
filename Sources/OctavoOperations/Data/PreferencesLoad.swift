import OctavoResults
import OctavoRunner

/// `preferences.load`: preferences from a file.
struct PreferencesLoad: Operation {
  static let manual = Manual(
    "preferences.load", "Reads preferences from a file with one JSON object a line.",
    discussion: """
      Three forms are read, line by line: `chosen` and `rejected` as whole dialogues, whose shared \
      beginning is the prompt (Anthropic's HH-RLHF, Bai et al. 2022); the same with the `prompt` given \
      apart; and `prompt` with `responses`, a list from best to worst (InstructGPT's rankings), or in \
      any order with their `ranks`. `margin` may stand beside each. Where a dialogue has turns, its \
      prompt ends with the last mark of a turn that both share. Preferences between equal responses, \
      without a prompt or without a response are left out and counted.
      """,
    example: """
      run: preferences.load
      path: data/preferences.jsonl
      """)
  static let outputs: [Output] =
    [.artifact("preferences", Preferences.self, "The preferences.")] + preferencesOutputs

  @Option("The file, one JSON object a line.") var path: FilePath
  @Option("What begins an answer in a dialogue; the prompt ends with the last that both share.")
  var turn = "\n\nAssistant:"
  @Option("Added to the end of every response, such as a mark that the model is to stop at.")
  var ending = ""
  @Option("The part at the end that is held back.", .within(0..<1)) var validationFraction = 0.1

  func check(_ findings: inout Findings) {
    findings.checkLines(of: path, preference)
  }

  func foresee(_ outlook: inout Outlook) {
    outlook.expect(
      "preferences", Preferences.self, Preferences.Outline(isHeldBackFrom: validationFraction > 0))
  }

  func run(in context: StepContext) throws -> StepResult {
    let all = try ObjectLines(path).lines.map(preference)
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
      context.warn(
        "Left out of \(all.count) preferences: "
          + counts.map { "\($0.count) \($0.problem)" }.joined(separator: ", ") + ".")
    }
    let preferences = Preferences(usable.map(ended), holdingBack: validationFraction)
    guard !preferences.training.isEmpty else {
      throw OperationError("`\(path.path)` has no preference to learn from")
    }
    return StepResult(preferences: preferences)
  }

  private func ended(_ preference: Preferences.Preference) -> Preferences.Preference {
    var preference = preference
    preference.responses = preference.responses.map { $0 + ending }
    return preference
  }

  private func preference(in line: ObjectLines.Line) throws -> Preferences.Preference {
    let margin = line.object["margin"] as? Double
    if let responses = line.object["responses"] {
      guard let responses = responses as? [String] else {
        throw line.error("`responses` is no list of texts")
      }
      guard let prompt = try line.text("prompt") else {
        throw line.error("`responses` stand without a `prompt`")
      }
      return Preferences.Preference(
        prompt: prompt, responses: responses, ranks: try ranks(of: responses, in: line),
        margin: margin)
    }
    guard let chosen = try line.text("chosen"), let rejected = try line.text("rejected") else {
      throw line.error(
        "there is no `chosen` with a `rejected`, and no `responses`",
        remedy: "the keys here are \(listed(line.object.keys.sorted()))")
    }
    if let prompt = try line.text("prompt") {
      return Preferences.Preference(
        prompt: prompt, responses: [chosen, rejected], ranks: [0, 1], margin: margin)
    }
    let prompt = sharedPrompt(of: chosen, rejected)
    return Preferences.Preference(
      prompt: String(prompt),
      responses: [chosen, rejected].map { String($0.dropFirst(prompt.count)) }, ranks: [0, 1],
      margin: margin)
  }

  private func ranks(of responses: [String], in line: ObjectLines.Line) throws -> [Int] {
    guard let given = line.object["ranks"] else { return Array(responses.indices) }
    guard let ranks = given as? [Int], ranks.count == responses.count else {
      throw line.error("`ranks` is no list with a whole number for each of the `responses`")
    }
    return ranks
  }

  /// What two dialogues share, up to the last mark of a turn, or else up to the last whole word.
  private func sharedPrompt(of chosen: String, _ rejected: String) -> Substring {
    let shared = zip(chosen, rejected).prefix { $0 == $1 }.count
    let beginning = chosen.prefix(shared)
    if !turn.isEmpty, let mark = beginning.ranges(of: turn).last {
      return beginning[..<mark.upperBound]
    }
    // Where one dialogue is the other's beginning, nothing can be cut off without harm.
    let endsWord = [chosen, rejected].allSatisfy {
      $0.dropFirst(shared).first.map { !$0.isLetter } ?? true
    }
    if endsWord { return beginning }
    return beginning[..<(beginning.lastIndex { !$0.isLetter } ?? beginning.startIndex)]
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

/// What every operation offers that makes preferences, besides the preferences.
let preferencesOutputs: [Output] = [
  .value("count", .integer, "How many prompts have ranked responses to learn from."),
  .value("comparisons", .integer, "How many comparisons these come to."),
  .value("held-back", .integer, "How many prompts are held back."),
  .figure("passages", "The responses to the first prompt, from best to worst."),
]

extension StepResult {
  /// Preferences with what describes them.
  init(preferences: Preferences) {
    self.init()
    artifacts["preferences"] = preferences
    values = [
      "count": .integer(preferences.training.count),
      "comparisons": .integer(preferences.training.comparisons),
      "held-back": .integer(preferences.validation.count),
    ]
    figures["passages"] = Figure(
      .passages(preferences.training.first.map { Self.passages(of: $0) } ?? []))
    shown = ["passages", "count", "comparisons", "held-back"]
  }

  private static func passages(of preference: Preferences.Preference) -> [Passage] {
    let order = preference.ranks.indices.sorted {
      (preference.ranks[$0], $0) < (preference.ranks[$1], $1)
    }
    return order.map { index in
      Passage(
        label: "rank \(preference.ranks[index] + 1)", prompt: preference.prompt,
        text: preference.responses[index])
    }
  }
}
