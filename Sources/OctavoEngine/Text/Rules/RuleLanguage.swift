/// A small language for studying learning in context (Brown et al. 2020): every line shows one hidden
/// rule by examples such as `cab>abc;`, and only the examples before it tell how a word is to be answered.
public struct RuleLanguage: Sendable {
  /// What a line's rule does to a word.
  public enum Rule: String, CaseIterable, Codable, Hashable, Sendable {
    case copy, reverse, rotate, next, sort, double

    /// The answer to a word of letters of `RuleLanguage.letters`.
    public func answer(to word: [UInt8]) -> [UInt8] {
      switch self {
      case .copy: word
      case .reverse: word.reversed()
      case .rotate: Array(word.dropFirst()) + word.prefix(1)
      case .next: word.map { RuleLanguage.letter(after: $0) }
      case .sort: word.sorted()
      case .double: Array(repeating: word[0], count: word.count)
      }
    }
  }

  /// The letters that words are made of.
  public static let letters = Array("abcdefgh".utf8)
  /// How many letters a word has.
  public static let wordLength = 3
  /// Stands between a word and its answer.
  public static let arrow = ">"
  /// Ends an example.
  public static let end = ";"

  /// How many examples a line has.
  public let examples: Int

  /// - Precondition: there is at least one example.
  public init(examples: Int) {
    precondition(examples > 0, "a line has examples")
    self.examples = examples
  }

  /// Lines of examples, each of a rule drawn at random, as one text. A line depends on its place and
  /// the stream's seed alone.
  public func text(
    lines: Int, from stream: RandomStream, progress: (_ done: Int) throws -> Void
  ) rethrows -> String {
    try (0..<lines).map { index in
      try progress(index)
      var stream = stream.derived(for: "line", index: index)
      let rule = Rule.allCases[stream.integer(below: Rule.allCases.count)]
      return Self.shots(examples, of: rule, using: &stream) + "\n"
    }.joined()
  }

  /// A question after some examples of its rule, and the right answer.
  public static func question(
    about rule: Rule, shots count: Int, using stream: inout RandomStream
  ) -> (prompt: String, answer: String) {
    let shown = shots(count, of: rule, using: &stream)
    let word = word(using: &stream)
    return (
      shown + String(decoding: word, as: UTF8.self) + arrow,
      String(decoding: rule.answer(to: word), as: UTF8.self)
    )
  }

  private static func shots(
    _ count: Int, of rule: Rule, using stream: inout RandomStream
  ) -> String {
    (0..<count).map { _ in
      let word = word(using: &stream)
      return String(decoding: word, as: UTF8.self) + arrow
        + String(decoding: rule.answer(to: word), as: UTF8.self) + end
    }.joined()
  }

  private static func word(using stream: inout RandomStream) -> [UInt8] {
    (0..<wordLength).map { _ in letters[stream.integer(below: letters.count)] }
  }

  /// The letter after this one; the first after the last.
  fileprivate static func letter(after letter: UInt8) -> UInt8 {
    let index = letters.firstIndex(of: letter).map { $0 + 1 } ?? 0
    return letters[index % letters.count]
  }
}
