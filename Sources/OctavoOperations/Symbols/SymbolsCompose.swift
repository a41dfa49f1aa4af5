import OctavoEngine
import OctavoResults
import OctavoRunner

/// `symbols.compose`: a text over a few symbols, small enough to know everything about.
struct SymbolsCompose: Operation {
  static let manual = Manual(
    "symbols.compose", "Composes a text over a small alphabet from a random Markov chain.",
    discussion: """
      Each symbol depends on the one before it alone, by transitions drawn at random: log-probabilities \
      are normal with the standard deviation `spread`, so that 0 makes all symbols equally likely. With \
      few symbols and short responses, every response that a model of this text can give can be \
      counted, and `policy.exact` compares what a method reaches with what is possible.
      """,
    example: """
      run: symbols.compose
      alphabet: abcdef
      count: 20000
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The text, in one line without an end.") var corpus: Corpus
    @Output(
      "The chain.", columns: ["after", "symbol", "probability"],
      types: ["after": .text, "symbol": .text]) var transitions: Table
    @Output("The chain: the probability of each symbol after each.") var chain: Figure
    @Output("What a symbol costs, in nats, to whoever knows the chain: the lowest loss there is.")
    var entropyRate: Double
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] {
      [$chain, statistics.$characters, statistics.$vocabularySize, $entropyRate]
    }
  }

  @Option("The symbols.") var alphabet = "abcdef"
  @Option("How many symbols the text has.", .within(1...100_000_000)) var count = 20_000
  @Option("How far the transitions are from uniform; 0 is uniform.", .within(0...10))
  var spread = 1.0
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  private var symbols: [Unicode.Scalar] { Array(alphabet.unicodeScalars) }

  func check(_ problems: inout Problems) {
    if !(2...64).contains(symbols.count) {
      problems.report(
        at: $alphabet, "an alphabet has between 2 and 64 symbols, and this one \(symbols.count)")
    }
    if Set(symbols).count < symbols.count {
      problems.report(at: $alphabet, "a symbol stands in the alphabet twice")
    }
    if count < symbols.count {
      problems.report(
        at: $count,
        "a text of \(count.forReading) cannot hold all of the \(symbols.count) symbols",
        remedy: "give a larger `count`")
    }
    if symbols.contains(where: \.properties.isWhitespace) {
      problems.report(
        at: $alphabet, "there is white space in the alphabet", remedy: "use symbols to be seen")
    }
    problems.requireMemory(of: outline, at: $count)
  }

  private var outline: Corpus.Outline {
    Corpus.Outline(
      characters: count, validationFraction: validationFraction, vocabularySize: symbols.count,
      alphabet: Set(symbols))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$corpus] = outline
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let chain = SymbolChain(
      symbols: symbols, spread: spread, using: stream.derived(for: "chain"))
    var drawing = stream.derived(for: "text")
    let text = try chain.text(
      length: count, using: &drawing, progress: context.progress(of: count, unit: "symbols"))
    let seen = Set(text.unicodeScalars)
    if let missing = symbols.first(where: { !seen.contains($0) }) {
      throw OperationError(
        "the symbol `\(missing)` does not occur in the text",
        remedy: "give a larger `count` or a smaller `spread`")
    }
    var outputs = Outputs()
    outputs.corpus = Corpus(text: text, validationFraction: validationFraction)
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    let names = symbols.map { String($0) }
    outputs.entropyRate = chain.entropyRate
    outputs.transitions = Table([
      .init("after", texts: names.flatMap { name in names.map { _ in name } }),
      .init("symbol", texts: names.flatMap { _ in names }),
      .init("probability", numbers: chain.transitions.flatMap { $0 }),
    ])
    outputs.chain = Figure(
      .plot(
        Plot(
          .heatmap(
            Plot.Heatmap(
              rows: names, columns: names, values: chain.transitions, quantity: "probability")),
          horizontal: Plot.Axis("symbol"), vertical: Plot.Axis("after"))))
    return outputs
  }
}
