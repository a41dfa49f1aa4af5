/// Several responses to one prompt, and which is better than which.
public struct RankedResponses: Codable, Hashable, Sendable {
  public var prompt: [Int32]
  public var responses: [[Int32]]
  /// One a response: 0 is the best, equal ranks are ties.
  public var ranks: [Int]
  /// By how much a better response's score should exceed a worse one's (Touvron et al. 2023, Llama
  /// 2).
  public var margin: Double
  /// What a judge truly thinks of each response, where it is known.
  public var goldScores: [Double]?

  /// - Precondition: there is a rank, and a gold score if any, to every response.
  public init(
    prompt: [Int32], responses: [[Int32]], ranks: [Int], margin: Double = 0,
    goldScores: [Double]? = nil
  ) {
    precondition(ranks.count == responses.count)
    precondition(goldScores == nil || goldScores!.count == responses.count)
    self.prompt = prompt
    self.responses = responses
    self.ranks = ranks
    self.margin = margin
    self.goldScores = goldScores
  }

  /// Every comparison on its own, the better response first; ties are dropped.
  public var pairs: [RankedResponses] {
    Comparison.all(of: ranks).map { comparison in
      let both = [comparison.better, comparison.worse]
      return RankedResponses(
        prompt: prompt, responses: both.map { responses[$0] }, ranks: [0, 1], margin: margin,
        goldScores: goldScores.map { scores in both.map { scores[$0] } })
    }
  }

  /// What keeps a model from learning from it, if anything.
  public func problem(for model: GPT.Configuration) -> ExampleProblem? {
    for response in responses {
      let example = PromptResponse(prompt: prompt, response: response)
      if let problem = example.problem(for: model) { return problem }
    }
    let comparisons = Comparison.all(of: ranks)
    if comparisons.isEmpty { return .nothingPreferred }
    let isDistinct = comparisons.allSatisfy { responses[$0.better] != responses[$0.worse] }
    return isDistinct ? nil : .equalResponses
  }
}

extension TrainingExamples<[RankedResponses]> {
  func check(for model: GPT.Configuration) throws(TrainingError) {
    try training.check(for: model, "preferences")
    if !validation.isEmpty { try validation.check(for: model, "held-out preferences") }
  }
}
