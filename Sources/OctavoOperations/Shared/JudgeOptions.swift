import OctavoBase
import OctavoEngine
import OctavoRunner

/// One term of a gold reward: what stands for a person's taste. Several terms are a weighted sum.
struct JudgeOptions: OptionGroup {
  @Option(
    "What of a response is scored; `prompt-words` is the share of the words that the prompt asks for."
  )
  var by: JudgeChoice
  @Option("What the score is multiplied by in the sum.", .within(-1000...1000)) var weight = 1.0
  @Option("Words that a `lexicon` counts for a response; without any, the stories' own.")
  var cheerful: [String] = []
  @Option("Words that a `lexicon` counts against it.") var gloomy: [String] = []
  @Option("The number of words that `length` scores highest.", .within(1...100_000))
  var words: Int?
  @Option("Of how many words the n-grams are that `distinct` compares.", .within(1...100))
  var n = 2
  @Option(
    "The regular expression of `pattern` and `count`; of `prompt-words`, what in the prompt asks: its first match or group. Without it, all words of the prompt ask."
  )
  var pattern: String?

  func check(_ problems: inout Problems) {
    if by == .length, words == nil {
      problems.report(at: $by, "`length` needs `words`, the length that is best")
    }
    if by.hasPattern, pattern == nil {
      problems.report(at: $by, "`\(by.rawValue)` needs `pattern`, a regular expression")
    }
    for (option, name, isGiven, choices) in [
      ($words, "words", words != nil, [JudgeChoice.length]),
      ($pattern, "pattern", pattern != nil, [.pattern, .count, .promptWords]),
      ($cheerful, "cheerful", !cheerful.isEmpty, [.lexicon]),
      ($gloomy, "gloomy", !gloomy.isEmpty, [.lexicon]),
    ] where isGiven && !choices.contains(by) {
      problems.report(
        at: option, "`\(name)` means nothing to `\(by.rawValue)`",
        remedy: "leave it out, or score by \(listed(choices.map(\.rawValue)))")
    }
    for problem in judge.problems { problems.report(at: $pattern, problem) }
  }

  fileprivate var judge: Judge {
    switch by {
    case .lexicon where cheerful.isEmpty && gloomy.isEmpty: .lexicon(.stories)
    case .lexicon: .lexicon(CheerfulnessLexicon(cheerful: Set(cheerful), gloomy: Set(gloomy)))
    case .length: .length(words: words ?? 1)
    case .distinct: .distinct(n: n)
    case .pattern: .pattern(pattern ?? "")
    case .count: .count(of: pattern ?? "")
    case .promptWords: .promptWords(in: pattern)
    }
  }
}

extension Problems {
  /// Reports a judge that scores everything the same.
  mutating func requireJudgement(_ judge: [JudgeOptions], at option: FieldReference) {
    guard judge.allSatisfy({ $0.weight == 0 }) else { return }
    report(
      at: option, "every `weight` is 0, so that all responses score the same",
      remedy: "give a `weight` other than 0")
  }
}

extension [JudgeOptions] {
  /// The sum of the terms.
  var judge: Judge {
    .weighted(map { Judge.Term(weight: $0.weight, judge: $0.judge) })
  }

  func scorer(_ tokenizer: Tokenizer) throws -> Scorer { try judge.scorer(tokenizer) }
}

enum JudgeChoice: String, OptionChoice {
  case lexicon, length, distinct, pattern, count
  /// The share of the words that the prompt asks for.
  case promptWords = "prompt-words"

  var hasPattern: Bool { self == .pattern || self == .count }
}

/// What every operation says of its `judge`.
let judgeHelp = "The gold reward, which stands for a person's taste: a term, or a list of terms."
