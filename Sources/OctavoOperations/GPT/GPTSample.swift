import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.sample`: a language model writes.
struct GPTSample: Operation {
  static let manual = Manual(
    "gpt.sample", "Continues prompts with a language model.",
    discussion: """
      Each token is drawn from the model's distribution, made sharper by a temperature below 1 and \
      flatter by one above; 0 always takes the likeliest. `top-k` draws among the k likeliest alone \
      (Fan et al. 2018), `top-p` among the likeliest that together have that probability (Holtzman et \
      al. 2020), `min-p` among those at least that share as likely as the likeliest (Nguyen et al. 2024). \
      `repetition-penalty` divides the logits of tokens already there (Keskar et al. 2019). Each sample has a random stream of its own, so it does not depend on \
      how many are drawn. Beyond the context the model reads the last tokens alone, so that a text may be \
      longer than it; responses that are learned from or compared must fit into the context instead.
      A sample ends with the token that completes one of the `stop` texts, which belongs to it.

      With a `draft`, a smaller model of the same tokenizer, sampling is speculative (Leviathan et al. \
      2023, Chen et al. 2023): the draft proposes `lookahead` tokens, the model reads all of them in one pass, \
      and the first that it rejects is drawn again. Samples have the same distribution as without a \
      draft, and at temperature 0 the same tokens. Prompts and what is written must then fit into the \
      contexts of both models.
      """,
    example: """
      run: gpt.sample
      model: pretrain
      prompt: "one rainy morning, "
      count: 3
      tokens: 200
      temperature: 0.8
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output(
      "One row a sample.", columns: ["prompt", "text"], types: ["prompt": .text, "text": .text])
    var samples: Table
    @Output("Each prompt with what the model wrote.") var pairs: Pairs
    @Output("The first twenty samples to read, each after its prompt.") var passages: Figure
    @Output("How many tokens were written in all.") var tokens: Int
    @Output(
      "The share of stretches of `repetition-window` tokens that stood in their sample before.")
    var repetition: Double
    @Output(
      "With a draft, the share of its proposals that the model accepted, of those that it judged: none "
        + "is judged after a rejected one.") var acceptance: Double?
    @Output("With a draft, the share of all its proposals that stand in the samples.")
    var usedProposals: Double?
    @Output("With a draft, the mean number of tokens that a pass of the model writes.")
    var tokensPerPass: Double?
    @Output(
      "What `tokens-per-pass` would be if each proposal were accepted with the probability "
        + "`acceptance`, independently of the others.") var expectedTokensPerPass: Double?

    var shown: [any DeclaredOutput] {
      [$passages] + ($acceptance.isMade ? [$acceptance, $tokensPerPass] : [])
    }
  }

  @Input("The model.") var model: LanguageModel
  @Option("The prompt to continue; several may be given.", .notEmpty)
  var prompt: [String] = ["\n"]
  @Input("Pairs whose prompts are continued, in place of `prompt`.") var prompts: Pairs?
  @Option("Uses at most this many of them, from the first.", .limit) var limit: Int?
  @Option("How many samples of each prompt.", .within(1...100_000)) var count = 1
  let sampling = SamplingOptions()
  @Input("A smaller model of the same tokenizer, which proposes tokens.") var draft: LanguageModel?
  @Option("How many tokens the draft proposes at once; without it, 4.", .within(1...64))
  var lookahead: Int?
  @Option("How many tokens make a stretch whose repetition is counted.", .within(1...1000))
  var repetitionWindow = 12

  func check(_ problems: inout Problems) {
    if prompt.contains(where: \.isEmpty) {
      problems.report(
        at: $prompt, "a prompt is empty", remedy: "give at least one character, such as \"\\n\"")
    }
    if !$prompts.isGiven {
      for text in prompt { problems.requireWritable(text, by: $model.outline, at: $prompt) }
    }
    sampling.ending.check(for: $model.outline, to: &problems)
    checkDraft(&problems)
    problems.requireMemory(
      memory, for: "sampling", at: $model.field,
      remedy: "use a smaller model, or write fewer samples or `tokens`")
  }

  private static let batch = 64

  var memory: Int? {
    // How many pairs there will be is not known, but that each has as many samples.
    let samples = count * ($prompts.isGiven ? 1 : prompt.count)
    let rows = min(Self.batch, samples)
    return $model.outline?.configuration.samplingBytes(rows: rows, tokens: sampling.mostTokens)
      .addingSaturating(.bytes(ofTexts: samples, tokens: sampling.mostTokens))
      .addingSaturating(draftMemory(rows: rows))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if !$draft.isGiven {
      outputs.leaveOut(\.$acceptance)
      outputs.leaveOut(\.$usedProposals)
      outputs.leaveOut(\.$tokensPerPass)
      outputs.leaveOut(\.$expectedTokensPerPass)
    }
    outputs[\.$pairs] = Pairs.Outline(hasValidation: false)
  }

  func run(in context: StepContext) throws -> Outputs {
    let bank = prompts.map { $0.training.prefix(limit ?? .max).map(\.prompt) } ?? prompt
    let prompts = bank.flatMap { Array(repeating: $0, count: count) }
    let settings = try sampling.settings(for: model.tokenizer)
    let encoded = try prompts.map(model.tokenizer.encode)
    warnOfLong(encoded, in: context)
    var outputs = Outputs()
    let samples: [Sample]
    if let draft = try draft(for: encoded) {
      let written = try written(for: encoded, in: context) { prompts, stream in
        try model.model.sample(
          prompts: prompts, settings: settings, draft: draft, stream: stream)
      }
      outputs.summarize(written, lookahead: draft.lookahead)
      samples = written.map(\.sample)
    } else {
      samples = try written(for: encoded, in: context) { prompts, stream in
        try model.model.sample(prompts: prompts, settings: settings, stream: stream)
      }
    }
    let texts = samples.map { model.tokenizer.decode($0.tokens) }

    outputs.tokens = samples.map(\.tokens.count).reduce(0, +)
    outputs.repetition =
      repetition(in: samples.map(\.tokens), window: repetitionWindow)
    outputs.samples = Table([
      .init("prompt", texts: prompts), .init("text", texts: texts),
    ])
    outputs.pairs = Pairs(
      training: zip(prompts, texts).map { Pairs.Pair(prompt: $0, response: $1) }, validation: [])
    outputs.passages = Figure(
      .passages(zip(prompts, texts).prefix(20).map { Passage(prompt: $0, text: $1) }))
    return outputs
  }

  private func written<Text>(
    for prompts: [[Int32]], in context: StepContext,
    _ sample: ([[Int32]], RandomStream) throws -> [Text]
  ) throws -> [Text] {
    let stream = RandomStream(seed: context.seed)
    return try context.inBatches(of: Self.batch, prompts, unit: "samples") { batch in
      try sample(Array(batch), stream.derived(for: "batch", index: batch.startIndex))
    }
  }

  private func warnOfLong(_ prompts: [[Int32]], in context: StepContext) {
    let width = model.model.configuration.context
    let lengths = prompts.map(\.count).filter { $0 > width }
    guard let first = lengths.first else { return }
    context.warn(
      .ordinary,
      "Of \(lengths.count) of \(prompts.count) prompts the model reads the last \(width) tokens "
        + "alone, its context: the first of them has \(first).")
  }
}

/// The share of stretches of `window` tokens that stood before in the same text.
private func repetition(in texts: [[Int32]], window: Int) -> Double {
  var stretches = 0
  var repeated = 0
  for text in texts where text.count >= window {
    var seen: Set<ArraySlice<Int32>> = []
    for start in 0...(text.count - window) {
      stretches += 1
      if !seen.insert(text[start..<start + window]).inserted { repeated += 1 }
    }
  }
  return stretches == 0 ? 0 : Double(repeated) / Double(stretches)
}
