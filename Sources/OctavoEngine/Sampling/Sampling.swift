/// A continuation of a prompt.
public struct Sample: Codable, Hashable, Sendable {
  /// The new tokens, those of a stop text included.
  public let tokens: [Int32]
  /// Whether a stop text ended it.
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
  /// - Parameter mask: rules out tokens; its model has the vocabulary and the context of this one.
  /// - Throws: `SamplingError`.
  public func sample(
    prompts: [[Int32]], settings: SamplingSettings, within mask: NucleusMask? = nil,
    stream: RandomStream
  ) throws(SamplingError) -> [Sample] {
    try check(prompts, settings)
    precondition(
      mask.map { $0.model.configuration.hasTexts(of: configuration) } ?? true,
      "the mask is of other texts")
    let network = DecodingNetwork(self)
    let masking = mask.map { (mask: $0, network: DecodingNetwork($0.model)) }
    return inBlocks(of: prompts) { prompts in
      let longest = (prompts.map(\.count).max() ?? 0) + settings.maximumTokens
      let masker = masking.map { masking in
        Masker(
          decoder: Decoder(
            masking.mask.model.configuration, masking.network, rows: prompts.count,
            capacity: min(configuration.context, longest)),
          settings, topP: masking.mask.topP)
      }
      return continuations(of: prompts, network, settings, masker, stream)
    }
  }

  func check(_ prompts: [[Int32]], _ settings: SamplingSettings) throws(SamplingError) {
    try settings.check()
    for (row, prompt) in prompts.enumerated() {
      if prompt.isEmpty { throw .emptyPrompt(row: row) }
      if let token = prompt.first(where: { $0 < 0 || $0 >= configuration.vocabularySize }) {
        throw .unknownToken(token, vocabularySize: configuration.vocabularySize)
      }
    }
  }

  /// The results of `body` for blocks of the prompts. A thread writes the texts of its rows to their
  /// end, so that threads never wait for one another.
  func inBlocks<Text>(
    of prompts: [[Int32]], _ body: (ArraySlice<[Int32]>) -> [Text]
  ) -> [Text] {
    let blocks = blocks(of: prompts.count)
    var texts = [[Text]](repeating: [], count: blocks.count)
    texts.withUnsafeMutableBufferPointer { texts in
      let texts = texts.baseAddress!
      Parallel.forEach(blocks.count) { texts[$0] = body(prompts[blocks[$0]]) }
    }
    return texts.flatMap { $0 }
  }

  /// Rows for each thread. What a row gets does not depend on those beside it, so neither do the
  /// samples depend on the number of threads.
  private func blocks(of rows: Int) -> [Range<Int>] {
    // Products take eight rows at once.
    let share = (rows + Parallel.threads - 1) / Parallel.threads
    let size = max(8, (share + 7) / 8 * 8)
    return stride(from: 0, to: rows, by: size).map { $0..<min($0 + size, rows) }
  }

  private func continuations(
    of prompts: ArraySlice<[Int32]>, _ network: DecodingNetwork, _ settings: SamplingSettings,
    _ masker: Masker?, _ stream: RandomStream
  ) -> [Sample] {
    let context = configuration.context
    let longest = (prompts.map(\.count).max() ?? 0) + settings.maximumTokens
    var decoder = Decoder(
      configuration, network, rows: prompts.count, capacity: min(context, longest))
    var texts = Array(prompts)
    var streams = prompts.indices.map { stream.derived(for: "row", index: $0) }
    var unread = texts.map { Array($0.suffix(context)) }
    var progress = texts.map { _ in StopTexts.Progress() }
    var running = Array(texts.indices)
    var masker = masker

    for _ in 0..<settings.maximumTokens where !running.isEmpty {
      for row in running where decoder.lengths[row] + unread[row].count > context {
        decoder.clear(row: row)
        masker?.clear(row: row)
        unread[row] = Array(texts[row].suffix(context))
      }
      let additions = running.map { Decoder.Addition(row: $0, tokens: unread[$0]) }
      let logits = decoder.append(additions)
      let allowed = masker?.distributions(after: additions)
      for (index, row) in running.enumerated() {
        let seen = settings.repetitionPenalty == 1 ? [] : texts[row]
        var distribution = withPointers(logits.row(index)) {
          TokenDistribution(
            logits: UnsafeBufferPointer(start: $0, count: logits.columns), seen: seen, settings)
        }
        if let allowed { distribution = distribution.restricted(to: allowed[index]) }
        let token = distribution.token(at: streams[row].uniform())
        texts[row].append(token)
        unread[row] = [token]
        progress[row] = settings.stop.progress(progress[row], after: token)
      }
      running.removeAll { progress[$0].isEnded }
    }
    return zip(prompts, texts).enumerated().map { row, texts in
      Sample(
        tokens: Array(texts.1.dropFirst(texts.0.count)), isStopped: progress[row].isEnded)
    }
  }
}
