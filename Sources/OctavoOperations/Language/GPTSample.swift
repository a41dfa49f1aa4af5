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
      (Fan et al. 2018). Each sample has a random stream of its own, so it does not depend on \
      how many are drawn.
      """,
    example: """
      run: gpt.sample
      model: pretrain
      prompt: "once "
      count: 3
      tokens: 200
      temperature: 0.8
      """)
  static let outputs: [Output] = [
    .table("samples", columns: ["prompt", "text"], "One row a sample."),
    .figure("samples", "The samples, each after its prompt."),
    .value("tokens", .integer, "How many tokens were written in all."),
  ]

  @Input("The model.") var model: LanguageModel
  @Option("What the model goes on from; several prompts may be given.", .notEmpty)
  var prompt: [String] = ["\n"]
  @Option("How many samples of each prompt.", .within(1...1000)) var count = 1
  @Option("How many tokens to write.", .within(1...100_000)) var tokens = 200
  @Option("How freely to choose; 0 always takes the likeliest token.", .within(0...100))
  var temperature = 1.0
  @Option("Draws among this many of the likeliest tokens alone.", .atLeast(1)) var topK: Int?

  func check(_ findings: inout Findings) {
    if prompt.contains(where: \.isEmpty) {
      findings.report(
        at: "prompt", "a prompt is empty", remedy: "give at least one character, such as \"\\n\"")
    }
  }

  func run(in context: StepContext) throws -> StepResult {
    let prompts = prompt.flatMap { Array(repeating: $0, count: count) }
    var settings = SamplingSettings()
    settings.maximumTokens = tokens
    settings.temperature = temperature
    settings.topK = topK
    let samples = model.model.sample(
      prompts: try prompts.map(model.tokenizer.encode), settings: settings,
      stream: RandomStream(seed: context.seed))
    let texts = samples.map { model.tokenizer.decode($0.tokens) }

    var result = StepResult()
    result.values["tokens"] = .integer(samples.map(\.tokens.count).reduce(0, +))
    result.tables["samples"] = Table([
      .init("prompt", texts: prompts), .init("text", texts: texts),
    ])
    result.figures["samples"] = Figure(
      .passages(zip(prompts, texts).map { Passage(prompt: $0, text: $1) }))
    result.shown = ["samples"]
    return result
  }
}
