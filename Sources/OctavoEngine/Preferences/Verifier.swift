import Foundation

/// A reward that can be checked: whether a response is right, by a rule instead of by taste.
public enum Verifier: Sendable {
  /// Whether the brackets of prompt and response together are nested well and all closed; other
  /// characters do not count.
  case balanced
  /// Whether the response gives an answer that is known to be right.
  case answer(AnswerKey)
  /// Verifies nothing: a coin that falls the same whenever a response to a prompt comes again, the
  /// control of a reward that says something.
  case chance

  /// 1 or 0.
  public func score(prompt: String, response: String) -> Double {
    switch self {
    case .balanced: Self.isBalanced(prompt + response) ? 1 : 0
    case .answer(let key): key.accepts(response, to: prompt) ? 1 : 0
    case .chance: Self.coin(prompt, response) ? 1 : 0
    }
  }

  private static func coin(_ prompt: String, _ response: String) -> Bool {
    var stream = RandomStream(seed: 0).derived(for: prompt).derived(for: response)
    return stream.uniform() < 0.5
  }

  /// Whether every bracket of `()[]{}<>` is closed by one of its kind, innermost first.
  public static func isBalanced(_ text: String) -> Bool {
    let closing: [Character: Character] = ["(": ")", "[": "]", "{": "}", "<": ">"]
    var open: [Character] = []
    for character in text {
      if let expected = closing[character] {
        open.append(expected)
      } else if closing.values.contains(character), open.popLast() != character {
        return false
      }
    }
    return open.isEmpty
  }
}

/// The right answers to prompts: what a text says after the last match of a pattern.
public struct AnswerKey: Sendable {
  private let pattern: TextPattern
  private var answers: [String: Set<String>] = [:]

  /// - Parameters:
  ///   - pattern: a regular expression, after whose last match the answer begins. Where it does not
  ///     match, the whole text is the answer.
  ///   - examples: prompts with right responses. A prompt may have several.
  /// - Throws: where the pattern cannot be read.
  public init(
    after pattern: String, examples: [(prompt: String, response: String)]
  ) throws {
    self.pattern = try TextPattern(pattern)
    for example in examples {
      answers[example.prompt, default: []].insert(answer(in: example.response))
    }
  }

  /// Without white space around it.
  public func answer(in response: String) -> String {
    pattern.rest(of: response).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Whether a response gives one of the answers to a prompt. Of a prompt that there is no right
  /// response to, none does.
  public func accepts(_ response: String, to prompt: String) -> Bool {
    answers[prompt]?.contains(answer(in: response)) ?? false
  }
}
