/// A continuation of a prompt.
public struct Sample: Codable, Hashable, Sendable {
  /// The new tokens, a stop token included.
  public let tokens: [Int32]
  /// Whether a stop token ended it.
  public let isStopped: Bool

  public init(tokens: [Int32], isStopped: Bool) {
    self.tokens = tokens
    self.isStopped = isStopped
  }
}

extension GPT {
  /// Continues every prompt. Each has a random stream of its own, so that a sample does not depend
  /// on the others in its batch.
  ///
  /// Beyond the model's context only the last tokens are read, as in nanoGPT.
  ///
  /// - Throws: `SamplingError`.
  public func sample(
    prompts: [[Int32]], settings: SamplingSettings, stream: RandomStream
  ) throws(SamplingError) -> [Sample] {
    try settings.check()
    for (row, prompt) in prompts.enumerated() {
      if prompt.isEmpty { throw .emptyPrompt(row: row) }
      if let token = prompt.first(where: { $0 < 0 || $0 >= configuration.vocabularySize }) {
        throw .unknownToken(token, vocabularySize: configuration.vocabularySize)
      }
    }
    let context = configuration.context
    let longest = (prompts.map(\.count).max() ?? 0) + settings.maximumTokens
    var decoder = Decoder(self, rows: prompts.count, capacity: min(context, longest))
    var texts = prompts
    var streams = prompts.indices.map { stream.derived(for: "row", index: $0) }
    var unread = prompts.map { Array($0.suffix(context)) }
    var isStopped = prompts.map { _ in false }
    var running = Array(prompts.indices)

    for _ in 0..<settings.maximumTokens where !running.isEmpty {
      for row in running where decoder.lengths[row] + unread[row].count > context {
        decoder.clear(row: row)
        unread[row] = Array(texts[row].suffix(context))
      }
      let logits = decoder.append(
        running.map { Decoder.Addition(row: $0, tokens: unread[$0]) })
      var chosen = [Int32](repeating: 0, count: running.count)
      chosen.withUnsafeMutableBufferPointer { chosen in
        let chosen = chosen.baseAddress!
        let draws = running.map { streams[$0].uniform() }
        Parallel.forEachBlock(of: running.count, minimum: 8) { block in
          for index in block {
            let scores = UnsafeBufferPointer(start: logits.row(index), count: logits.columns)
            let seen = settings.repetitionPenalty == 1 ? [] : texts[running[index]]
            chosen[index] = TokenDistribution(logits: scores, seen: seen, settings)
              .token(at: draws[index])
          }
        }
      }
      for (row, token) in zip(running, chosen) {
        texts[row].append(token)
        unread[row] = [token]
        isStopped[row] = settings.stopTokens.contains(token)
      }
      running.removeAll { isStopped[$0] }
    }
    return prompts.indices.map {
      Sample(tokens: Array(texts[$0].dropFirst(prompts[$0].count)), isStopped: isStopped[$0])
    }
  }
}
