import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `text.mix`: one corpus out of several, in given proportions.
struct TextMix: Operation {
  static let manual = Manual(
    "text.mix", "Mixes corpora in given proportions, document by document.",
    discussion: """
      LLaMA's table of sources (Touvron et al. 2023, table 1) as a step: each source has a \
      `proportion` of the mixture's `size`, or is gone through for a number of `epochs`. A source that is \
      smaller than its share is repeated, each time in a new order; what is picked is exact to a \
      document and depends on the seed alone. The validation splits are joined as they are.
      """,
    example: """
      run: text.mix
      sources:
        - {data: plays, proportion: 0.7}
        - {data: stories, proportion: 0.3}
      size: 1000000
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The mixture.") var corpus: Corpus
    @Output(
      "What of each source is in the mixture.",
      columns: ["source", "documents", "bytes", "proportion", "epochs"], types: ["source": .text])
    var sources: Table
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { [$sources, statistics.$characters] }
  }

  struct SourceOptions: OptionGroup {
    @Input("The corpus.", countsByName: true) var data: Corpus
    @Option("Its share of the mixture.", .within(0...1)) var proportion: Double?
    @Option("How many times it is gone through.", .within(0.001...10_000)) var epochs: Double?
  }

  @Option("The corpora, each with its share.", .notEmpty) var sources: [SourceOptions]
  @Option(
    "How many bytes of training text the mixture has, where proportions are given.",
    .within(1...1_000_000_000_000))
  var size: Int?
  @Option("What separates documents.") var documents = DocumentSeparator.line

  func check(_ problems: inout Problems) {
    let proportions = sources.compactMap(\.proportion)
    let epochs = sources.compactMap(\.epochs)
    if proportions.count == sources.count, epochs.isEmpty {
      let sum = proportions.reduce(0, +)
      if abs(sum - 1) > 1e-6 {
        problems.report(
          at: $sources, "the proportions sum to \(sum.forReading), not to 1")
      }
      if size == nil {
        problems.report("the proportions need a `size`", remedy: "give `size`, in bytes")
      }
      if let size, size > MachineMemory.total / 4 {
        problems.report(
          at: $size,
          "a mixture of \(NumberText.bytes(size)) is too large for this machine's memory",
          remedy: "give a smaller `size`")
      }
    } else if epochs.count != sources.count || !proportions.isEmpty {
      problems.report(
        at: $sources, "every source needs a `proportion`, or every source `epochs`")
    } else if size != nil {
      problems.report(at: $size, "with `epochs` the size follows from the sources")
    } else if let outline {
      problems.requireMemory(of: outline, at: $sources, remedy: "give fewer `epochs`")
    }
    for source in sources where source.$data.outline.map({ $0.forTraining <= 0 }) ?? false {
      problems.report(
        at: $sources, "nothing of `\(source.$data.reference)` is for training",
        remedy: "give a longer text, or a smaller `validation-fraction`")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if let outline { outputs[\.$corpus] = outline }
  }

  private var outline: Corpus.Outline? {
    let outlines = sources.compactMap(\.$data.outline)
    guard outlines.count == sources.count else { return nil }
    let validationCount = outlines.reduce(0) { $0 + Double($1.validationCount) }
    let training =
      size.map(Double.init)
      ?? zip(outlines, sources).reduce(0) { sum, each in
        sum + Double(each.0.characters) * (each.1.epochs ?? 1)
      }
    return Corpus.Outline(
      characters: Int(min(training + validationCount, Double(Corpus.Outline.unknownLength))),
      validationFraction: validationCount / max(training + validationCount, 1),
      alphabet: alphabet(of: outlines))
  }

  /// The documents' own characters and those between them.
  private func alphabet(of outlines: [Corpus.Outline]) -> Set<Unicode.Scalar>? {
    let alphabets = outlines.compactMap(\.alphabet)
    guard alphabets.count == outlines.count else { return nil }
    return alphabets.reduce(into: Set(documents.text.unicodeScalars)) { $0.formUnion($1) }
  }

  func run(in context: StepContext) throws -> Outputs {
    let texts = sources.map { documents.split($0.data.training) }
    if let index = texts.firstIndex(where: \.isEmpty) {
      throw OperationError("`\(sources[index].$data.reference)` has no document")
    }
    let names = sources.map { source in
      String(source.$data.reference.prefix { $0 != "." })
    }
    let mixture = CorpusMixture(
      of: zip(names, texts).map { CorpusMixture.Source(name: $0, documents: $1) },
      amounts, using: RandomStream(seed: context.seed))
    guard !mixture.picks.isEmpty else {
      throw OperationError(
        "the mixture is empty: its size is less than half a document",
        remedy: "give a larger `size`, or more `epochs`")
    }
    let text = documents.joined(mixture.picks.map { texts[$0.source][$0.document] })
    var outputs = Outputs()
    outputs.corpus = Corpus(training: text, validation: sources.map(\.data.validation).joined())
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    outputs.sources = Table([
      .init("source", texts: mixture.rows.map(\.name)),
      .init("documents", integers: mixture.rows.map(\.documents)),
      .init("bytes", integers: mixture.rows.map(\.size)),
      .init("proportion", numbers: mixture.rows.map(\.proportion)),
      .init("epochs", numbers: mixture.rows.map(\.epochs)),
    ])
    return outputs
  }

  private var amounts: CorpusMixture.Amounts {
    if let size {
      .proportions(sources.map { $0.proportion ?? 0 }, total: size)
    } else {
      .epochs(sources.map { $0.epochs ?? 0 })
    }
  }
}
