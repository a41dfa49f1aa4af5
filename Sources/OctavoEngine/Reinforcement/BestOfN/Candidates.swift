/// Several responses to one prompt, with their scores.
public struct Candidates: Codable, Hashable, Sendable {
  public let prompt: [Int32]
  public let responses: [[Int32]]
  public let scores: [Double]

  /// To how many prompts so many responses each are sampled at once. The number is bounded, since
  /// every running sequence has keys and values.
  public static func promptsAtOnce(count: Int) -> Int { max(1, 256 / count) }
}

extension GPT {
  /// Samples responses and scores them, as best-of-n chooses among and preferences are collected
  /// from.
  ///
  /// - Parameter count: of responses to each prompt, at least 1.
  /// - Throws: `SamplingError`, or what the scorer throws.
  public func candidates(
    prompts: [[Int32]], count: Int, sampling: SamplingSettings, scorer: Scorer,
    stream: RandomStream
  ) throws -> [Candidates] {
    precondition(count >= 1)
    var result: [Candidates] = []
    let promptsAtOnce = Candidates.promptsAtOnce(count: count)
    for (part, first) in stride(from: 0, to: prompts.count, by: promptsAtOnce).enumerated() {
      let group = prompts[first..<min(prompts.count, first + promptsAtOnce)]
      let repeated = group.flatMap { Array(repeating: $0, count: count) }
      let responses = try sample(
        prompts: repeated, settings: sampling,
        stream: stream.derived(for: "candidates", index: part)
      ).map(\.tokens)
      let scores = try scorer(repeated, responses)
      for (index, prompt) in group.enumerated() {
        let range = index * count..<(index + 1) * count
        result.append(
          Candidates(
            prompt: prompt, responses: Array(responses[range]), scores: Array(scores[range])))
      }
    }
    return result
  }
}
