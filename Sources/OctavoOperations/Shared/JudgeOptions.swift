import OctavoBase
import OctavoEngine
import OctavoRunner

/// One term of a gold reward: what stands for a person's taste. Several terms are a weighted sum.
struct JudgeOptions: OptionGroup {
  @Option(
    "What is scored. `prompt-words` is the share of the words that the prompt asks for. Four choices are 1 or 0: `format`, whether `pattern` matches all of the response; `answer`, whether what follows the last match of `pattern` is the same as in the right response; `balanced`, whether the brackets of prompt and response together are balanced; `chance`, the toss of a coin, as a control."
  ) var by: JudgeChoice
  @Option("What the score is multiplied by in the sum.", .within(-1000...1000)) var weight = 1.0
  @Option("Words that a `lexicon` counts for a response; without any, the stories' own.")
  var cheerful: [String] = []
  @Option("Words that a `lexicon` counts against it.") var gloomy: [String] = []
  @Option("The number of words that `length` scores highest.", .within(1...100_000))
  var words: Int?
  @Option("Of how many words the n-grams are that `distinct` compares.", .within(1...100))
  var n = 2
  @Option(
    "The regular expression of `pattern`, `count` and `format`. For `answer`, what stands before the answer; without it `=`. For `prompt-words`, the part of the prompt that asks for words: the first match, or its first group; without it, the whole prompt."
  ) var pattern: String?

  func check(_ problems: inout Problems) {
    if by == .length, words == nil {
      problems.report(at: $by, "`length` needs `words`, the length that is best")
    }
    if by.hasPattern, pattern == nil {
      problems.report(at: $by, "`\(by.rawValue)` needs `pattern`, a regular expression")
    }
    for (option, name, isGiven, choices) in [
      ($words, "words", words != nil, [JudgeChoice.length]),
      (
        $pattern, "pattern", pattern != nil,
        [.pattern, .count, .promptWords, .format, .answer]
      ),
      ($cheerful, "cheerful", !cheerful.isEmpty, [.lexicon]),
      ($gloomy, "gloomy", !gloomy.isEmpty, [.lexicon]),
    ] where isGiven && !choices.contains(by) {
      problems.report(
        at: option, "`\(name)` means nothing to `\(by.rawValue)`",
        remedy: "leave it out, or score by \(listed(choices.map(\.rawValue)))")
    }
    for problem in patternProblems { problems.report(at: $pattern, problem) }
  }

  /// Nil where a `Verifier` scores the response.
  fileprivate var judge: Judge? {
    switch by {
    case .lexicon where cheerful.isEmpty && gloomy.isEmpty: .lexicon(.stories)
    case .lexicon: .lexicon(CheerfulnessLexicon(cheerful: Set(cheerful), gloomy: Set(gloomy)))
    case .length: .length(words: words ?? 1)
    case .distinct: .distinct(n: n)
    case .pattern: .pattern(pattern ?? "")
    case .count: .count(of: pattern ?? "")
    case .promptWords: .promptWords(in: pattern)
    case .format: .format(pattern ?? "")
    case .answer, .balanced, .chance: nil
    }
  }

  private var patternProblems: [String] {
    (judge ?? .pattern(answerPattern)).problems
  }
}

extension Problems {
  /// Reports a judge that scores everything the same.
  mutating func requireJudgement(_ judge: [JudgeOptions], at option: FieldReference) {
    guard !judge.isEmpty, judge.allSatisfy({ $0.weight == 0 }) else { return }
    report(
      at: option, "every `weight` is 0, so that all responses score the same",
      remedy: "give a `weight` other than 0")
  }
}

extension [JudgeOptions] {
  /// The sum of the terms that no `Verifier` scores.
  var judge: Judge {
    .weighted(
      compactMap { option in option.judge.map { Judge.Term(weight: option.weight, judge: $0) } })
  }
}

enum JudgeChoice: String, OptionChoice {
  case lexicon, length, distinct, pattern, count
  /// The share of the words that the prompt asks for.
  case promptWords = "prompt-words"
  /// Verified, each 1 or 0: the form of the response, its answer, the nesting of its brackets; and the
  /// control of these, a coin.
  case format, answer, balanced, chance

  var hasPattern: Bool { self == .pattern || self == .count || self == .format }
  /// Whether a `Verifier` scores the response.
  var isVerifying: Bool { [.answer, .balanced, .chance].contains(self) }
}

/// What every operation says of its `judge`.
let judgeHelp =
  "The gold reward, which stands for a person's taste or verifies an answer: a term, or a list of terms."
