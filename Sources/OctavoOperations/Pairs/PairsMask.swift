import OctavoEngine
import OctavoResults
import OctavoRunner

/// `pairs.mask`: documents become questions after some words that are taken out of them.
struct PairsMask: Operation {
  static let manual = Manual(
    "pairs.mask", "Takes some words out of each document and asks for them.",
    discussion: """
      Words that stand together anywhere but at a document's beginning and end are hidden, and asked \
      for in three ways: between what stands before and after them (`pairs`, in the form `prefix-first` \
      of `text.infill`), in the form `suffix-first`, and after what stands before them alone \
      (`left-to-right`). The hidden words are the same in all three. A response that fills a gap is \
      closed by the line end that ends a document; one from left to right is not.
      """,
    example: """
      run: pairs.mask
      data: stories
      words: 1
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("Prefix, suffix, and the words between them.") var pairs: Pairs
    @Output("The same with the suffix before the prefix.") var suffixFirst: Pairs
    @Output("The same without the suffix.") var leftToRight: Pairs
    var summary = PairsSummary()

    var shown: [any DeclaredOutput] { summary.shown }
  }

  @Input("The corpus.") var data: Corpus
  @Option("How many words are hidden.", .within(1...10_000)) var words = 1
  @Option("What separates documents.") var documents = DocumentSeparator.line
  @Option("At most how many pairs to keep of the text for training.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    problems.requireNotRearranged($data)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    let outline = Pairs.Outline(hasValidation: ($data.outline?.validationCount ?? 1) > 0)
    for pairs in [\Outputs.$pairs, \.$suffixFirst, \.$leftToRight] { outputs[pairs] = outline }
  }

  func run(in context: StepContext) throws -> Outputs {
    try data.requireNoSentinels()
    let stream = RandomStream(seed: context.seed)
    let training = masked(documents.split(data.training), stream.derived(for: "training"))
    let validation = masked(documents.split(data.validation), stream.derived(for: "validation"))
    guard training.texts.count + validation.texts.count > 0 else {
      throw OperationError(
        "no document is longer than \(words + 1) words",
        remedy: words > 1 ? "give fewer `words`" : "give longer documents")
    }
    if training.short + validation.short > 0 {
      context.warn(
        .leavingOut(
          training.short + validation.short,
          of: training.texts.count + training.short + validation.texts.count + validation.short),
        "Left out, since they are too short: \(training.short + validation.short) documents.")
    }
    let kept = training.texts.prefix(limit ?? .max)
    func pairs(_ make: (GappedText) -> Pairs.Pair) -> Pairs {
      Pairs(training: kept.map(make), validation: validation.texts.map(make))
    }
    let end = documents.joined([""])
    var outputs = Outputs()
    outputs.pairs = pairs { .init(prompt: $0.prompt(.prefixFirst), response: $0.middle + end) }
    outputs.summary = PairsSummary(of: outputs.pairs)
    outputs.suffixFirst = pairs {
      .init(prompt: $0.prompt(.suffixFirst), response: $0.middle + end)
    }
    outputs.leftToRight = pairs { .init(prompt: $0.prefix, response: $0.middle) }
    return outputs
  }

  private func masked(
    _ documents: [String], _ stream: RandomStream
  ) -> (texts: [GappedText], short: Int) {
    let texts = documents.enumerated().compactMap { index, document in
      var stream = stream.derived(for: "document", index: index)
      return GappedText(masking: words, of: document, using: &stream)
    }
    return (texts, documents.count - texts.count)
  }
}
