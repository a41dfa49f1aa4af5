/// The judgment of an episode by the known facts: whether the answer is correct, and whether the
/// quoted passages support it, the two criteria of WebGPT's evaluations (Nakano et al. 2021,
/// appendix C).
public struct BrowsingVerdict: Hashable, Sendable {
  public let isCorrect: Bool
  /// Whether the quoted passages state the answer about the person in the question.
  public let isSupported: Bool

  /// - Parameter answer: the correct one.
  public init(of episode: BrowsingEpisode, on question: FactQuestion, answer: String) {
    isCorrect = episode.answer == answer
    isSupported = episode.answer.map { Self.states(episode.quotes, $0, on: question) } ?? false
  }

  /// 1 for a correct answer that is supported, ½ for one that is not, 0 for a wrong answer.
  public var score: Double { isCorrect ? (isSupported ? 1 : 0.5) : 0 }

  /// Whether passages lead from the person to the answer, step by step.
  private static func states(
    _ passages: [String], _ answer: String, on question: FactQuestion
  ) -> Bool {
    let statements = passages.compactMap { FactStatement($0) }
    var found: Set = [question.name]
    for property in question.steps {
      found = Set(
        statements.filter { $0.property == property && found.contains($0.name) }.map(\.object))
    }
    return found.contains(answer)
  }
}
