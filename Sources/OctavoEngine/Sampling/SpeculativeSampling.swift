/// A small model that proposes tokens to a larger one.
public struct Draft: Sendable {
  public let model: GPT
  /// How many tokens it proposes before the larger model reads them.
  public let lookahead: Int

  /// - Precondition: `lookahead` is positive.
  public init(_ model: GPT, lookahead: Int) {
    precondition(lookahead > 0)
    self.model = model
    self.lookahead = lookahead
  }
}

/// A continuation of a prompt, written with a draft model's proposals.
public struct SpeculativeSample: Hashable, Sendable {
  public let sample: Sample
  public let counts: SpeculationCounts
}

extension GPT {
  /// Continues every prompt with a draft model's help: the draft proposes some tokens, this model
  /// reads them in one pass, and the first that it rejects is drawn again (Leviathan et al. 2023,
  /// arXiv 2211.17192; Chen et al. 2023, arXiv 2302.01318).
  ///
  /// The samples have the same distribution as without a draft; with greedy decoding, the same
  /// tokens. Each has a random stream of its own and does not depend on the others in its batch.
  ///
  /// - Parameter draft: of the same tokenizer.
  /// - Throws: `SamplingError`, also where a prompt and `settings.maximumTokens` do not fit into the
  ///   contexts of both models.
  public func sample(
    prompts: [[Int32]], settings: SamplingSettings, draft: Draft, stream: RandomStream
  ) throws(SamplingError) -> [SpeculativeSample] {
    try check(prompts, settings)
    let other = draft.model.configuration
    guard other.vocabularySize == configuration.vocabularySize else {
      throw .otherVocabulary(draft: other.vocabularySize, model: configuration.vocabularySize)
    }
    let context = min(configuration.context, other.context)
    for (row, prompt) in prompts.enumerated() {
      // The last token of a text is never read.
      let needed = prompt.count + settings.maximumTokens - 1
      if needed > context { throw .contextTooShort(row: row, tokens: needed, context: context) }
    }
    let network = DecodingNetwork(self)
    let draftNetwork = DecodingNetwork(draft.model)
    return inBlocks(of: prompts) { prompts in
      let longest = (prompts.map(\.count).max() ?? 0) + settings.maximumTokens
      let capacity = min(context, longest)
      var writing = SpeculativeWriting(
        texts: prompts.indices.map {
          SpeculativeText(
            prompt: prompts[$0], settings, stream.derived(for: "row", index: $0))
        },
        decoder: Decoder(configuration, network, rows: prompts.count, capacity: capacity),
        drafter: Decoder(other, draftNetwork, rows: prompts.count, capacity: capacity))
      writing.finish(lookahead: draft.lookahead)
      return writing.texts.map(\.result)
    }
  }
}

/// The texts of a block of prompts, which the model and its draft write together.
private struct SpeculativeWriting {
  var texts: [SpeculativeText]
  var decoder: GPT.Decoder
  var drafter: GPT.Decoder

  mutating func finish(lookahead: Int) {
    while true {
      let running = texts.indices.filter { !texts[$0].isFinished }
      if running.isEmpty { return }
      propose(lookahead, to: running)
      judge(running)
    }
  }

  private mutating func propose(_ count: Int, to rows: [Int]) {
    for _ in 0..<count {
      let rows = rows.filter { texts[$0].mayPropose }
      if rows.isEmpty { return }
      let logits = drafter.append(
        rows.map { .init(row: $0, tokens: texts[$0].unread(after: drafter.lengths[$0])) })
      for (index, row) in rows.enumerated() { texts[row].propose(from: logits, at: index) }
    }
  }

  private mutating func judge(_ rows: [Int]) {
    let additions = rows.map { row in
      GPT.Decoder.Addition(
        row: row, tokens: texts[row].unread(after: decoder.lengths[row]),
        scored: texts[row].proposals.count + 1)
    }
    let logits = decoder.append(additions)
    var first = 0
    for (row, addition) in zip(rows, additions) {
      texts[row].judge(with: logits, from: first)
      first += addition.scored
      decoder.truncate(row: row, to: min(decoder.lengths[row], texts[row].agreed))
      drafter.truncate(row: row, to: min(drafter.lengths[row], texts[row].agreed))
    }
  }
}
