/// What somebody who knows the facts thinks of an episode: whether the answer is right, and whether
/// the references say so, which is what people were asked about WebGPT's answers (Nakano et al. 2021,
/// appendix C).
public struct BrowsingVerdict: Hashable, Sendable {
  public let isCorrect: Bool
  /// Whether the quoted passages state the answer, of the person that the question asks about.
  public let isSupported: Bool

  /// - Parameter answer: the right one.
  public init(of episode: BrowsingEpisode, on question: FactQuestion, answer: String) {
    isCorrect = episode.answer == answer
    isSupported = episode.answer.map { Self.states(episode.quotes, $0, on: question) } ?? false
  }

  /// 0, ½ for a right answer, and 1 for a right one with its support.
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
