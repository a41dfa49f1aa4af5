import OctavoEngine
import OctavoResults
import OctavoRunner

/// `retro.evaluate`: how well a language model predicts a text when it reads neighbors.
struct RetroEvaluate: Operation {
  static let manual = Manual(
    "retro.evaluate", "Measures how well a language model that reads neighbors predicts a text.",
    discussion: """
      The text is cut into consecutive windows of the model's context, and these into chunks. Every \
      token is predicted from those before it in its window and from the neighbors in `store` of the \
      chunks that are complete there. A neighbor may come from the chunk's own document; as in the \
      paper (Borgeaud et al. 2022, section 2.6), such leakage is not prevented but measured. The \
      overlap of a chunk is the longest run of tokens that it shares with one of its ten best \
      neighbors, as a share of its length. With `compared-with`, overlap is measured with neighbors in \
      the training split of that text, which shows what could be recalled from the weights; without \
      it, with those in the store, which shows what could be copied. With `most-overlap`, only chunks \
      of at most that overlap count.
      """,
    example: """
      run: retro.evaluate
      model: reader
      data: questions
      store: facts
      neighbors: shuffled
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("Mean cross-entropy, in nats per token.") var loss: Double
    @Output("The loss by byte of text, in bits.") var bitsPerByte: Double
    @Output("How many tokens were predicted.") var tokens: Int
    @Output("The mean overlap of the chunks that count.") var overlap: Double
    @Output("The share of the text's chunks for which neighbors were found.") var found: Double
    @Output(
      "Bits per byte over the chunks of at most so much overlap, with their share of all chunks.",
      columns: ["overlap", "share", "bits-per-byte"]) var overlaps: Table

    var shown: [any DeclaredOutput] { [$loss, $bitsPerByte, $tokens, $overlap] }
  }

  @Input("The model.") var model: RetrievalLanguageModel
  @Input("The text.") var data: Corpus
  @Input("The text in which neighbors are found.") var store: Corpus
  @Input("The text whose training split overlap is measured with; without it, the whole store.")
  var comparedWith: Corpus?
  @Option("Which part of the text is predicted.") var part = CorpusPart.validation
  @Option("Predicts at most this many tokens, from the beginning.", .limit) var limit: Int?
  @Option("Counts only chunks of at most this overlap.", .within(0...1)) var mostOverlap = 1.0
  let reading = NeighborOptions()

  func check(_ problems: inout Problems) {
    part.check($data.outline, at: $data.field, to: &problems)
    let language = $model.outline?.language
    problems.requireWritable($data.outline, by: language, at: $data.field)
    problems.requireWritable($store.outline, by: language, at: $store.field)
    problems.requireMemory(
      memory, for: "evaluating", at: $model.field, remedy: "use a smaller model")
  }

  private static let batch = 16
  /// The number of neighbors with which overlap is measured, as in the paper.
  private static let compared = 10

  var memory: Int? {
    guard let configuration = $model.outline?.configuration, configuration.problems.isEmpty else {
      return nil
    }
    return configuration.inferenceBytes(batch: Self.batch)
  }

  func run(in context: StepContext) throws -> Outputs {
    let (model, tokenizer) = (model.model, model.tokenizer)
    let chunk = model.configuration.retrieval.chunk
    let store = try reading.documents.store(of: store, tokenizer, chunk: chunk)
    let parts = reading.documents.parts(of: part == .validation ? data.validation : data.training)
    let search = RetrievedText.Search(
      count: reading.count(for: model), stride: chunk, findsOwnDocuments: true)
    var text = try RetrievedText(
      parts, tokenizer, in: store, search, limit: limit.map { $0.addingSaturating(1) },
      progress: context.lookups)
    guard text.tokens.count > 1 else {
      throw OperationError("there is no token to predict: the text has \(text.tokens.count)")
    }
    let found = text.foundShare
    if reading.neighbors != .none {
      context.warnOfMissingNeighbors(1 - found, of: "chunks of the text")
    }
    if reading.neighbors == .shuffled {
      text = text.withShuffledNeighbors(RandomStream(seed: context.seed))
    }
    let overlaps = try overlaps(of: text, tokenizer, in: store, context)
    let losses = try logProbabilities(of: text, in: context).map { -$0 }
    return try outputs(losses, overlaps, text, tokenizer, found: found)
  }

  /// The log-probability of every token but the first, in nats.
  private func logProbabilities(
    of text: RetrievedText, in context: StepContext
  ) throws -> [Double] {
    let length = model.model.configuration.language.context
    let whole = (text.tokens.count - 1) / length
    let isEven = (text.tokens.count - 1).isMultiple(of: length)
    let windows = Array(0..<whole).batches(of: Self.batch) + (isEven ? [] : [[whole]])
    return try context.inBatches(of: 1, windows, unit: "batches") { batch in
      let windows = batch[batch.startIndex]
      return model.model.logProbabilities(
        of: text, windows: windows.first!..<windows.last! + 1, reads: reading.neighbors != .none)
    }
  }

  /// The overlap of every chunk of the text, the last of which may be shorter.
  private func overlaps(
    of text: RetrievedText, _ tokenizer: Tokenizer, in store: NeighborStore,
    _ context: StepContext
  ) throws -> [Double] {
    let others = try comparedWith.map { corpus in
      try reading.documents.store(
        of: Corpus(training: corpus.training, validation: ""), tokenizer, chunk: text.chunk)
    }
    return try context.inBatches(
      of: 64, text.tokens.batches(of: text.chunk), unit: "chunks"
    ) { chunks in
      chunks.map { chunk in
        let neighbors = (others ?? store).neighbors(
          of: tokenizer.decode(chunk), count: Self.compared)
        let runs = neighbors.map { Array(chunk).longestCommonRun(with: $0) }
        return Double(runs.max() ?? 0) / Double(chunk.count)
      }
    }
  }

  /// The loss of one chunk.
  private struct Cost {
    let overlap: Double
    /// In nats.
    var loss = 0.0
    var tokens = 0
    var bytes = 0
  }

  private func outputs(
    _ losses: [Double], _ overlaps: [Double], _ text: RetrievedText, _ tokenizer: Tokenizer,
    found: Double
  ) throws -> Outputs {
    let spellings = tokenizer.spellings
    var costs = overlaps.map { Cost(overlap: $0) }
    for (place, loss) in zip(1..., losses) {
      let token = Int(text.tokens[place])
      costs[place / text.chunk].loss += loss
      costs[place / text.chunk].tokens += 1
      costs[place / text.chunk].bytes +=
        spellings.indices.contains(token) ? spellings[token].count : 0
    }
    let counted = costs.filter { $0.overlap <= mostOverlap && $0.tokens > 0 }
    guard !counted.isEmpty else {
      throw OperationError(
        "no chunk has an overlap of at most \(mostOverlap)", remedy: "give a larger `most-overlap`")
    }
    let rows = (1...10).map { Double($0) / 10 }.compactMap { most -> (Double, Double, Double)? in
      let chunks = costs.filter { $0.overlap <= most && $0.tokens > 0 }
      if chunks.isEmpty { return nil }
      return (most, Double(chunks.count) / Double(costs.count), Self.bitsPerByte(chunks))
    }
    let tokens = counted.reduce(0) { $0 + $1.tokens }
    var outputs = Outputs()
    outputs.loss = counted.reduce(0) { $0 + $1.loss } / Double(tokens)
    outputs.bitsPerByte = Self.bitsPerByte(counted)
    outputs.tokens = tokens
    outputs.overlap = counted.map(\.overlap).mean
    outputs.found = found
    outputs.overlaps = Table([
      .init("overlap", numbers: rows.map(\.0)),
      .init("share", numbers: rows.map(\.1)),
      .init("bits-per-byte", unit: "bits", numbers: rows.map(\.2)),
    ])
    return outputs
  }

  private static func bitsPerByte(_ chunks: [Cost]) -> Double {
    chunks.reduce(0) { $0 + $1.loss } / Double(max(1, chunks.reduce(0) { $0 + $1.bytes }))
      / Double.log(2)
  }
}
