/// A response that is desirable or not, by itself and not in comparison with another.
public struct LabeledResponse: Codable, Hashable, Sendable {
  public var prompt: [Int32]
  public var response: [Int32]
  public var isDesirable: Bool

  public init(prompt: [Int32], response: [Int32], isDesirable: Bool) {
    self.prompt = prompt
    self.response = response
    self.isDesirable = isDesirable
  }
}

extension RankedResponses {
  /// Each response on its own: desirable where it is better than more of the others than are better
  /// than it, undesirable in the opposite case, and left out where neither holds, as of three
  /// responses the middle one.
  public var labeled: [LabeledResponse] {
    zip(responses, ranks).compactMap { response, rank in
      let (worse, better) = (ranks.count { $0 > rank }, ranks.count { $0 < rank })
      guard worse != better else { return nil }
      return LabeledResponse(prompt: prompt, response: response, isDesirable: worse > better)
    }
  }
}

extension [LabeledResponse] {
  /// For each example its prompt with a response to another prompt: that of the next example, in the
  /// batch and around its end, whose prompt is another, or of the next one if there is none. The
  /// response is cut where both are longer than the context.
  package func mismatched(context: Int) -> ResponseBatch {
    let others: [[Int32]] = indices.map { row in
      let following = (1..<Swift.max(2, count)).lazy.map { (row + $0) % count }
      return self[following.first { self[$0].prompt != self[row].prompt } ?? following.first!]
        .response
    }
    return ResponseBatch(
      prompts: map(\.prompt),
      responses: zip(self, others).map { [Int32]($1.prefix(context - $0.prompt.count)) })
  }
}
