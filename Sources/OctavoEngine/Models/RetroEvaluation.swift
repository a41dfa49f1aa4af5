extension RetroModel {
  /// The log-probability, in nats, of every next token in some windows of a text, given the tokens
  /// before it in its window. Windows have the context's length and do not overlap.
  ///
  /// - Parameters:
  ///   - windows: numbers of consecutive windows, from 0.
  ///   - reads: whether neighbors are read; without them the cross-attention is left out.
  /// - Precondition: the windows have the same length, so the last of a text, if it is shorter,
  ///   comes alone.
  public func logProbabilities(
    of text: RetrievedText, windows: Range<Int>, reads: Bool
  ) -> [Double] {
    let context = configuration.language.context
    let first = windows.lowerBound * context
    let predicted = min(windows.upperBound * context, text.tokens.count - 1) - first
    let columns = min(context, predicted)
    precondition(predicted == windows.count * columns, "windows of different length")
    let batch = text.batch(
      at: windows.map { $0 * context }, columns: columns, firstChunk: text.chunk, reads: reads)
    return Pass(self).logits(batch)
      .logProbabilities(of: Array(text.tokens[first + 1...first + predicted]))
      .value.values.map(Double.init)
  }

  /// Retrieves the tokens of a chunk's neighbors, k · 2m.
  public typealias Lookup = (_ chunk: [Int32]) -> [Int32]

  /// Continues prompts by greedy decoding until a stop text is complete, the answer has `most`
  /// tokens, or the context is full.
  ///
  /// The last chunk of a prompt ends with the prompt, as in section 4.3 of the paper. The paper pads
  /// prompts at the left for it; here the first chunk is shorter.
  ///
  /// - Parameters:
  ///   - prompts: all of the same length, at least 1.
  ///   - lookup: nil to read no neighbors.
  public func answers(
    to prompts: [[Int32]], tokens most: Int, stop: StopTexts = .none, lookup: Lookup?
  ) -> [[Int32]] {
    var sequences = prompts.map { ChunkedSequence($0, configuration, lookup) }
    var progress = prompts.map { _ in StopTexts.Progress() }
    let pass = Pass(self)
    let length = prompts.first?.count ?? 0
    for count in 0..<min(most, configuration.language.context - length) {
      let open = prompts.indices.filter { !progress[$0].isEnded }
      if open.isEmpty { break }
      let columns = length + count
      let last = open.indices.map { Int32(($0 + 1) * columns - 1) }
      let logits = pass.logits(
        ChunkedSequence.batch(open.map { sequences[$0] }), at: last)
      for (row, token) in zip(open, logits.value.indicesOfLargest()) {
        sequences[row].append(Int32(token), lookup)
        progress[row] = stop.progress(progress[row], after: Int32(token))
      }
    }
    return sequences.map { Array($0.tokens.dropFirst(length)) }
  }

  /// The log-likelihood of each response, in nats. The last chunk of a prompt ends with the prompt.
  ///
  /// - Parameters:
  ///   - examples: with prompts of the same length, at least 1.
  ///   - lookup: nil to read no neighbors.
  public func logProbabilities(of examples: [PromptResponse], lookup: Lookup?) -> [Double] {
    let longest = examples.map(\.response.count).max() ?? 0
    let length = examples.first?.prompt.count ?? 0
    let sequences = examples.map { example in
      var sequence = ChunkedSequence(example.prompt, configuration, lookup)
      // No token of a response attends to what follows it.
      let filling = Array(repeating: Int32(0), count: longest - example.response.count)
      for token in (example.response + filling).dropLast() { sequence.append(token, lookup) }
      return sequence
    }
    let columns = length + longest - 1
    let places = examples.indices.flatMap { row in
      examples[row].response.indices.map { Int32(row * columns + length - 1 + $0) }
    }
    let tokens = Pass(self).logits(ChunkedSequence.batch(sequences), at: places)
      .logProbabilities(of: examples.flatMap(\.response)).value.values
    var start = 0
    return examples.map { example in
      defer { start += example.response.count }
      return tokens[start..<start + example.response.count].reduce(0) { $0 + Double($1) }
    }
  }
}

/// A growing sequence with the neighbors of its complete chunks.
private struct ChunkedSequence {
  private(set) var tokens: [Int32]
  private(set) var neighbors: [Int32] = []
  let chunk, firstChunk: Int

  /// - Parameter prompt: its last chunk ends with it.
  init(
    _ prompt: [Int32], _ configuration: RetroModel.Configuration, _ lookup: RetroModel.Lookup?
  ) {
    chunk = configuration.retrieval.chunk
    firstChunk = (prompt.count - 1) % chunk + 1
    tokens = []
    for token in prompt { append(token, lookup) }
  }

  mutating func append(_ token: Int32, _ lookup: RetroModel.Lookup?) {
    tokens.append(token)
    let isComplete = tokens.count >= firstChunk && (tokens.count - firstChunk).isMultiple(of: chunk)
    guard isComplete, let lookup else { return }
    neighbors += lookup(Array(tokens.suffix(chunk)))
  }

  static func batch(_ sequences: [ChunkedSequence]) -> RetrievedBatch {
    RetrievedBatch(
      TokenBatch(
        rows: sequences.count, columns: sequences.first?.tokens.count ?? 0,
        tokens: sequences.flatMap(\.tokens)),
      firstChunk: sequences.first?.firstChunk ?? 1, neighbors: sequences.flatMap(\.neighbors))
  }
}
