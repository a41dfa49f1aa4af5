import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.sample`: a language model writes.
struct GPTSample: Operation {
  static let manual = Manual(
    "gpt.sample", "Lets a language model go on from a prompt.",
    discussion: """
      Each token is drawn from the model's distribution, made sharper by a temperature below 1 and \
      flatter by one above; 0 always takes the likeliest. `top-k` draws among the k likeliest alone \
      (Fan et al. 2018), `top-p` among the likeliest that together have that probability (Holtzman et \
      al. 2020), `min-p` among those at least that share as likely as the likeliest (Nguyen et al. 2024). \
      `repetition-penalty` divides the logits of tokens already there (Keskar et al. 2019). Each sample has a random stream of its own, so it does not depend on \
      how many are drawn.
      """,
    example: """
      run: gpt.sample
      model: pretrain
      prompt: "one rainy morning, "
      count: 3
      tokens: 200
      temperature: 0.8
      """)
  static let outputs: [Output] = [
    .table("samples", columns: ["prompt", "text"], "One row a sample."),
    .figure("samples", "The samples, each after its prompt."),
    .value("tokens", .integer, "How many tokens were written in all."),
    .value(
      "repetition", .number,
      "The share of stretches of `repetition-window` tokens that stood in their sample before."),
  ]

  @Input("The model.") var model: LanguageModel
  @Option("What the model goes on from; several prompts may be given.", .notEmpty)
  var prompt: [String] = ["\n"]
  @Option("How many samples of each prompt.", .within(1...1000)) var count = 1
  @Option("How many tokens to write.", .within(1...100_000)) var tokens = 200
  @Option("How freely to choose; 0 always takes the likeliest token.", .within(0...100))
  var temperature = 1.0
  @Option("Draws among this many of the likeliest tokens alone.", .atLeast(1)) var topK: Int?
  @Option("Draws among the likeliest tokens that together have this probability.", .within(0...1))
  var topP: Double?
  @Option("Draws among tokens at least this share as likely as the likeliest.", .within(0...1))
  var minP: Double?
  @Option("By what the logits of tokens already there are divided.", .within(0.01...100))
  var repetitionPenalty = 1.0
  @Option("Texts, each a single token, at which a sample ends.") var stop: [String] = []
  @Option("How many tokens make a stretch whose repetition is counted.", .within(1...1000))
  var repetitionWindow = 12

  func check(_ findings: inout Findings) {
    if prompt.contains(where: \.isEmpty) {
      findings.report(
        at: "prompt", "a prompt is empty", remedy: "give at least one character, such as \"\\n\"")
    }
  }

  func run(in context: StepContext) throws -> StepResult {
    let prompts = prompt.flatMap { Array(repeating: $0, count: count) }
    let settings = SamplingSettings(
      maximumTokens: tokens, temperature: temperature, topK: topK, topP: topP, minP: minP,
      repetitionPenalty: repetitionPenalty, stopTokens: try stopTokens())
    let samples = try model.model.sample(
      prompts: try prompts.map(model.tokenizer.encode), settings: settings,
      stream: RandomStream(seed: context.seed))
    let texts = samples.map { model.tokenizer.decode($0.tokens) }

    var result = StepResult()
    result.values["tokens"] = .integer(samples.map(\.tokens.count).reduce(0, +))
    result.values["repetition"] = .number(
      repetition(in: samples.map(\.tokens), window: repetitionWindow))
    result.tables["samples"] = Table([
      .init("prompt", texts: prompts), .init("text", texts: texts),
    ])
    result.figures["samples"] = Figure(
      .passages(zip(prompts, texts).map { Passage(prompt: $0, text: $1) }))
    result.shown = ["samples"]
    return result
  }

  private func stopTokens() throws -> Set<Int32> {
    Set(
      try stop.map { text in
        let tokens = try model.tokenizer.encode(text)
        guard tokens.count == 1 else {
          throw OperationError(
            "the stop text \"\(text)\" is \(tokens.count) tokens",
            remedy: "give a text that is a single token")
        }
        return tokens[0]
      })
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
