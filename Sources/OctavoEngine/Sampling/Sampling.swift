/// A continuation of a prompt.
public struct Sample: Codable, Hashable, Sendable {
  /// The new tokens, those of a stop text included.
  public let tokens: [Int32]
  /// Whether a stop text ended it; with an environment, whether that did.
  public let isStopped: Bool
  /// The places of the tokens that an environment inserted.
  public let inserted: [Range<Int>]

  public init(tokens: [Int32], isStopped: Bool, inserted: [Range<Int>] = []) {
    self.tokens = tokens
    self.isStopped = isStopped
    self.inserted = inserted
  }
}

/// Something that reads what a model writes, turn by turn, and answers it.
public protocol SamplingEnvironment: Sendable {
  /// What is inserted after the tokens that were written since the last insertion, up to a stop text;
  /// nil where the sample ends there.
  mutating func reply(to written: [Int32]) -> [Int32]?
}

extension GPT {
  /// Continues every prompt. Each has a random stream of its own, so that a sample does not depend
  /// on the others in its batch.
  ///
  /// Beyond the model's context only the last tokens are read, as in nanoGPT.
  ///
  /// - Parameters:
  ///   - mask: rules out tokens; its model has the vocabulary and the context of this one.
  ///   - environments: one for each prompt, which answers at every stop text; none ends a sample at
  ///     the first. What they insert counts among the settings' tokens, and a sample ends before
  ///     what would exceed them.
  /// - Throws: `SamplingError`.
  public func sample(
    prompts: [[Int32]], settings: SamplingSettings, within mask: NucleusMask? = nil,
    environments: [any SamplingEnvironment] = [], stream: RandomStream
  ) throws(SamplingError) -> [Sample] {
    precondition(environments.isEmpty || environments.count == prompts.count)
    try check(prompts, settings)
    precondition(
      mask.map { $0.model.configuration.hasTexts(of: configuration) } ?? true,
      "the mask is of other texts")
    let network = DecodingNetwork(self)
    let masking = mask.map { (mask: $0, network: DecodingNetwork($0.model)) }
    return inBlocks(of: prompts) { block in
      let longest = (block.map(\.count).max() ?? 0) + settings.maximumTokens
      let masker = masking.map { masking in
        Masker(
          decoder: Decoder(
            masking.mask.model.configuration, masking.network, rows: block.count,
            capacity: min(configuration.context, longest)),
          settings, topP: masking.mask.topP)
      }
      return continuations(
        of: block, network, settings, masker,
        environments.isEmpty ? [] : environments[block.startIndex..<block.endIndex], stream)
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
    _ masker: Masker?, _ environments: ArraySlice<any SamplingEnvironment>, _ stream: RandomStream
  ) -> [Sample] {
    let context = configuration.context
    let longest = (prompts.map(\.count).max() ?? 0) + settings.maximumTokens
    var decoder = Decoder(
      configuration, network, rows: prompts.count, capacity: min(context, longest))
    var texts = prompts.indices.map { row in
      RunningSample(
        prompts[row], settings, environments.isEmpty ? nil : environments[row],
        stream.derived(for: "row", index: row))
    }
    var unread = texts.map { Array($0.tokens.suffix(context)) }
    var running = texts.indices.filter { !texts[$0].isFinished }
    var masker = masker

    while !running.isEmpty {
      for row in running where decoder.lengths[row] + unread[row].count > context {
        decoder.clear(row: row)
        masker?.clear(row: row)
        unread[row] = Array(texts[row].tokens.suffix(context))
      }
      let additions = running.map { Decoder.Addition(row: $0, tokens: unread[$0]) }
      let logits = decoder.append(additions)
      let allowed = masker?.distributions(after: additions)
      for (index, row) in running.enumerated() {
        unread[row] = withPointers(logits.row(index)) {
          texts[row].write(
            from: UnsafeBufferPointer(start: $0, count: logits.columns), within: allowed?[index])
        }
      }
      running.removeAll { texts[$0].isFinished }
    }
    return texts.map(\.sample)
  }
}
