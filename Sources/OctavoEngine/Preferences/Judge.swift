import Foundation

/// A gold reward: a declared function of a response's text, which stands for what people want.
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

  /// What gives the score of a response. Regular expressions are read here, once for all responses.
  ///
  /// - Throws: where a regular expression cannot be read.
  public func scoring() throws -> @Sendable (_ response: String) -> Double {
    switch self {
    case .lexicon(let lexicon):
      return { Double(lexicon.score($0)) }
    case .length(let words):
      return { response in
        let distance = abs(Self.words(of: response).count - words)
        return max(-1, 1 - Double(distance) / Double(max(1, words)))
      }
    case .distinct(let n):
      return { response in
        let words = Self.words(of: response)
        guard n >= 1, words.count >= n else { return 0 }
        let grams = (0...words.count - n).map { words[$0..<$0 + n].joined(separator: " ") }
        return Double(Set(grams).count) / Double(grams.count)
      }
    case .pattern(let pattern):
      let pattern = try Pattern(pattern)
      return { $0.contains(pattern.regex) ? 1 : 0 }
    case .count(let pattern):
      let pattern = try Pattern(pattern)
      return { Double($0.matches(of: pattern.regex).count) }
    case .format(let pattern):
      let pattern = try Pattern(pattern)
      return { response in
        let text = response.trimmingCharacters(in: .whitespacesAndNewlines)
        return text.wholeMatch(of: pattern.regex) == nil ? 0 : 1
      }
    case .weighted(let terms):
      let terms = try terms.map { (weight: $0.weight, score: try $0.judge.scoring()) }
      return { response in terms.reduce(0) { $0 + $1.weight * $1.score(response) } }
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
      (try? Pattern(pattern)) == nil ? ["\"\(pattern)\" is no regular expression"] : []
    case .weighted(let terms):
      terms.isEmpty ? ["a weighted sum needs a term"] : terms.flatMap(\.judge.problems)
    }
  }

  /// The judge of tokens.
  ///
  /// - Throws: as `scoring`.
  public func scorer(_ tokenizer: Tokenizer) throws -> Scorer {
    let score = try scoring()
    return { _, responses in responses.map { score(tokenizer.decode($0)) } }
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// A regular expression that was read.
  struct Pattern: Sendable {
    // What is read from text has no closures of anyone's, so it may be used from anywhere.
    nonisolated(unsafe) let regex: Regex<AnyRegexOutput>

    init(_ pattern: String) throws { regex = try Regex(pattern) }
  }
}
