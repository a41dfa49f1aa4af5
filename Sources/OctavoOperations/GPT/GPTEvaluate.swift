import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.evaluate`: how well a language model predicts a text.
struct GPTEvaluate: Operation {
  static let manual = Manual(
    "gpt.evaluate", "Measures how well a language model predicts a text.",
    discussion: """
      The text is cut into windows of the model's context, one after the other, and every token is \
      predicted from those before it in its window. Perplexity is the exponential of the mean loss; \
      bits per byte compare models with different tokenizers.
      """,
    example: """
      run: gpt.evaluate
      model: pretrain
      data: corpus
      """)
  struct Outputs: OutputGroup {
    @Output("Mean cross-entropy, in nats per token.") var loss: Double
    @Output("The exponential of the loss.") var perplexity: Double
    @Output("The loss by byte of text, in bits.") var bitsPerByte: Double
    @Output("How many tokens were predicted.") var tokens: Int
    @Output("The mean loss at each place in the window.", columns: ["position", "loss"])
    var positions: Table
    @Output(
      "Of a model with experts, what share of a block's tokens each of them took: `expert`, and a "
        + "column `block-1`, `block-2`, … a block.") var experts: Table?
    @Output(
      "The share of tokens' choices that were dropped because the expert was full, given a `capacity`.",
      isShare: true) var dropped: Double?

    var shown: [any DeclaredOutput] { [$loss, $perplexity, $bitsPerByte, $tokens] }
  }

  @Input("The model.") var model: LanguageModel
  @Input("The text.") var data: Corpus
  @Option("Which part of the text is predicted.") var part = CorpusPart.validation
  @Option("Predicts at most this many tokens, from the beginning.", .limit) var limit: Int?
  @Option(
    "The capacity factor: an expert takes at most this multiple of an even share of the tokens that "
      + "are read at once, 16 windows, and further choices are dropped; without it, none are.",
    .positive(upTo: 1e6)) var capacity: Double?

  func check(_ problems: inout Problems) {
    part.check($data.outline, at: $data.field, to: &problems)
    problems.requireWritable($data.outline, by: $model.outline, at: $data.field)
    if capacity != nil, let model = $model.outline?.configuration, model.experts == nil {
      problems.report(
        at: $capacity, "the model has no experts to which this could apply",
        remedy: "leave it out, or evaluate a model that has `experts`")
    }
    problems.requireMemory(
      memory, for: "evaluating", at: $model.field,
      remedy: "use a smaller model, or one with a smaller `context`")
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if capacity == nil { outputs.leaveOut(\.$dropped) }
    guard let configuration = $model.outline?.configuration else { return }
    if configuration.experts == nil {
      outputs.leaveOut(\.$experts)
    } else {
      outputs[\.$experts] = TableOutline(
        columns: ["expert"] + (1...configuration.layers).map(Self.column(ofBlock:)))
    }
  }

  private static func column(ofBlock block: Int) -> String { "block-\(block)" }

  private static let batch = 16

  /// A text that is not known yet is taken to fill a batch.
  var memory: Int? {
    guard let configuration = $model.outline?.configuration else { return nil }
    let characters = $data.outline.map(part.characters)
    let tokens = min(limit ?? .max, characters ?? .max)
    return configuration.inferenceBytes(
      batch: max(1, min(Self.batch, tokens / configuration.context)), tokens: tokens)
  }

  func run(in context: StepContext) throws -> Outputs {
    let tokens = try part.tokens(of: data, by: model, limit: limit)
    let routing = model.model.configuration.experts.map { _ in
      Routing(capacity: capacity)
    }
    let logProbabilities = try logProbabilities(of: tokens, routing, in: context)
    let loss = -logProbabilities.mean
    let byPosition = Self.lossByPosition(
      logProbabilities, context: model.model.configuration.context)
    let bytes = model.tokenizer.bytes(of: tokens.dropFirst()).count

    var outputs = Outputs()
    outputs.loss = loss
    outputs.perplexity = Double.exp(loss)
    outputs.bitsPerByte =
      loss * Double(logProbabilities.count) / Double(bytes) / Double.log(2)
    outputs.tokens = logProbabilities.count
    outputs.positions = Table([
      .init("position", integers: Array(1...byPosition.count)),
      .init("loss", unit: "nats", numbers: byPosition),
    ])
    outputs.experts = routing.map(experts)
    if capacity != nil { outputs.dropped = routing?.droppedShare }
    return outputs
  }

  private func experts(_ routing: Routing) -> Table {
    let shares = routing.shares(blocks: model.model.configuration.layers)
    return Table(
      [.init("expert", integers: Array(1...shares[0].count))]
        + shares.enumerated().map { .init(Self.column(ofBlock: $0 + 1), numbers: $1) })
  }

  /// Of every token but the first, some windows at a time.
  private func logProbabilities(
    of tokens: [Int32], _ routing: Routing?, in context: StepContext
  ) throws -> [Double] {
    try context.inBatches(
      of: 128 * model.model.configuration.context, tokens.dropLast(), unit: "tokens"
    ) { batch in
      try model.model.logProbabilities(
        of: Array(tokens[batch.startIndex...batch.endIndex]), batch: Self.batch, routing: routing)
    }
  }

  /// The mean loss of the tokens that stand at each place in their windows, which meet without overlapping.
  private static func lossByPosition(_ logProbabilities: [Double], context: Int) -> [Double] {
    (0..<min(context, logProbabilities.count)).map { position in
      -stride(from: position, to: logProbabilities.count, by: context)
        .map { logProbabilities[$0] }.mean
    }
  }
}
