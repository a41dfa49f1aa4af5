import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.replay`: whether decoding computes the same as a parallel pass.
struct GPTReplay: Operation {
  static let manual = Manual(
    "gpt.replay", "Compares step-by-step decoding of a text with one pass over all its positions.",
    discussion: """
      The text is cut into windows of the model's context. Training and `gpt.evaluate` read a window \
      in one pass, all positions in parallel. Decoding reads it `stride` tokens at a time and keeps \
      the keys and values of those before. Both compute the logits of the next token at every position. \
      `difference` is the greatest difference between two of them: the arithmetic is the same, but its \
      order may differ.
      """,
    example: """
      run: gpt.replay
      model: pretrain
      data: corpus
      limit: 1000
      """)
  struct Outputs: OutputGroup {
    @Output("The greatest absolute difference between the logits of the two ways.")
    var difference: Double
    @Output("The share of positions at which both have the same most likely token.")
    var agreement: Double
    @Output("Mean cross-entropy of decoding, in nats per token.") var loss: Double
    @Output("Mean cross-entropy of the pass over all positions, in nats per token.")
    var parallelLoss: Double
    @Output("How many passes decoding took.") var passes: Int
    @Output("How many passes over all positions of a window there were.") var parallelPasses: Int
    @Output("How many tokens were predicted.") var tokens: Int
    @Output(
      "The greatest difference at each place in the window.", columns: ["position", "difference"])
    var positions: Table

    var shown: [any DeclaredOutput] { [$difference, $agreement, $passes, $parallelPasses] }
  }

  @Input("The model.") var model: LanguageModel
  @Input("The text.") var data: Corpus
  @Option("Which part of the text is read.") var part = CorpusPart.validation
  @Option("How many tokens decoding reads at once.", .within(1...100_000)) var stride = 1
  @Option("Predicts at most this many tokens, from the beginning.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    part.check($data.outline, at: $data.field, to: &problems)
    problems.requireWritable($data.outline, by: $model.outline, at: $data.field)
    problems.requireMemory(
      memory, for: "reading", at: $model.field,
      remedy: "use a smaller model, or one with a smaller `context`")
  }

  var memory: Int? {
    guard let configuration = $model.outline?.configuration else { return nil }
    let context = configuration.context
    return configuration.inferenceBytes(batch: 1)
      .addingSaturating(configuration.samplingBytes(rows: 1, tokens: context))
  }

  func run(in context: StepContext) throws -> Outputs {
    let tokens = try part.tokens(of: data, by: model, limit: limit)
    let windows = try context.inBatches(
      of: model.model.configuration.context, tokens.dropLast(), unit: "tokens"
    ) { window in
      [model.model.replay(of: Array(tokens[window.startIndex...window.endIndex]), stride: stride)]
    }
    return outputs(of: windows)
  }

  private func outputs(of windows: [Replay]) -> Outputs {
    let tokens = windows.reduce(0) { $0 + $1.differences.count }
    let places = windows[0].differences.indices.map { place in
      windows.compactMap { $0.differences.dropFirst(place).first }.max() ?? 0
    }
    var outputs = Outputs()
    outputs.difference = places.max() ?? 0
    outputs.agreement = Double(windows.reduce(0) { $0 + $1.agreements }) / Double(tokens)
    outputs.loss = windows.reduce(0) { $0 + $1.loss } / Double(tokens)
    outputs.parallelLoss = windows.reduce(0) { $0 + $1.parallelLoss } / Double(tokens)
    outputs.passes = windows.reduce(0) { $0 + $1.passes }
    outputs.parallelPasses = windows.count
    outputs.tokens = tokens
    outputs.positions = Table([
      .init("position", integers: Array(1...places.count)),
      .init("difference", numbers: places),
    ])
    return outputs
  }
}
