import Foundation

/// A gold reward: a declared function of a response's text, or of prompt and response, which stands
/// for what people want.
public indirect enum Judge: Codable, Hashable, Sendable {
  /// Cheerful words less gloomy ones.
  case lexicon(CheerfulnessLexicon)
  /// 1 at so many words, less by the relative distance from it, never below −1.
  case length(words: Int)
  /// Different n-grams of words among all of them, from 0 to 1 (distinct-n, Li et al. 2016).
  case distinct(n: Int)
  /// 1 where a regular expression matches somewhere, else 0.
  case pattern(String)
  /// How often a regular expression matches, one match beginning where the last one ended.
  case count(of: String)
  /// Of the different words that the prompt asks for, the share that the response has: the words of
  /// the first match of a regular expression, or of its first group; without one, all of the prompt.
  case promptWords(in: String?)
  /// 1 where a regular expression matches the whole response, apart from white space around it, else
  /// 0.
  case format(String)
  case weighted([Term])

  /// A judge in a sum.
  public struct Term: Codable, Hashable, Sendable {
    public let weight: Double
    public let judge: Judge

    public init(weight: Double, judge: Judge) {
      self.weight = weight
      self.judge = judge
    }
  }

  /// What gives the score of a response to a prompt. Regular expressions are read here, once for all responses.
  ///
  /// - Throws: where a regular expression cannot be read.
  public func scoring() throws
    -> @Sendable (
      _ prompt: String, _ response: String
    ) -> Double
  {
    switch self {
    case .lexicon(let lexicon):
      return { Double(lexicon.score($1)) }
    case .length(let words):
      return { _, response in
        let distance = abs(Self.words(of: response).count - words)
        return max(-1, 1 - Double(distance) / Double(max(1, words)))
      }
    case .distinct(let n):
      return { _, response in
        let words = Self.words(of: response)
        guard n >= 1, words.count >= n else { return 0 }
        let grams = (0...words.count - n).map { words[$0..<$0 + n].joined(separator: " ") }
        return Double(Set(grams).count) / Double(grams.count)
      }
    case .pattern(let pattern):
      let pattern = try TextPattern(pattern)
      return { pattern.occurs(in: $1) ? 1 : 0 }
    case .count(let pattern):
      let pattern = try TextPattern(pattern)
      return { Double(pattern.count(in: $1)) }
    case .format(let pattern):
      let pattern = try TextPattern(pattern)
      return { _, response in
        pattern.isWhole(response.trimmingCharacters(in: .whitespacesAndNewlines)) ? 1 : 0
      }
    case .promptWords(let pattern):
      let pattern = try pattern.map(TextPattern.init)
      return { prompt, response in
        let request = pattern.map { $0.part(of: prompt) } ?? prompt[...]
        let asked = Set(Self.words(of: request))
        let given = asked.intersection(Self.words(of: response))
        return Double(given.count) / Double(max(1, asked.count))
      }
    case .weighted(let terms):
      let terms = try terms.map { (weight: $0.weight, score: try $0.judge.scoring()) }
      return { prompt, response in
        terms.reduce(0) { $0 + $1.weight * $1.score(prompt, response) }
      }
    }
  }

  /// Everything that is wrong with what was declared; empty where the judge can judge.
  public var problems: [String] {
    switch self {
    case .lexicon:
      []
    case .length(let words):
      words >= 1 ? [] : ["the length must be at least one word, but is \(words)"]
    case .distinct(let n):
      n >= 1 ? [] : ["n must be at least 1, but is \(n)"]
    case .pattern(let pattern), .count(let pattern), .format(let pattern):
      Self.problems(ofPattern: pattern)
    case .promptWords(let pattern):
      pattern.map(Self.problems) ?? []
    case .weighted(let terms):
      terms.isEmpty ? ["a weighted sum needs a term"] : terms.flatMap(\.judge.problems)
    }
  }

  /// The judge of tokens.
  ///
  /// - Throws: as `scoring`.
  public func scorer(_ tokenizer: Tokenizer) throws -> Scorer {
    let score = try scoring()
    return { prompts, responses in
      zip(prompts, responses).map { score(tokenizer.decode($0), tokenizer.decode($1)) }
    }
  }

  private static func problems(ofPattern pattern: String) -> [String] {
    (try? TextPattern(pattern)) == nil ? ["\"\(pattern)\" is no regular expression"] : []
  }

  private static func words(of text: some StringProtocol) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
