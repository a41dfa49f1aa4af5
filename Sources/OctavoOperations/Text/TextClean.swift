import OctavoEngine
import OctavoResults
import OctavoRunner

/// `text.clean`: drops the documents that a web-scale corpus would drop.
struct TextClean: Operation {
  static let manual = Manual(
    "text.clean", "Drops duplicates and poor documents from a corpus, and counts them.",
    discussion: """
      The filters of C4 (Raffel et al. 2020) and CCNet (Wenzek et al. 2020), in this order: exact \
      duplicates; near duplicates by MinHash over word shingles; too short or too long; too many \
      symbols; and too surprising to a model of character n-grams that is trained on a text known to be \
      good. Each is used only where its option is given. The training split is cleaned; the \
      validation split stays as it is.

      Exact duplicates are the same text: only white space at the end of a line and the form of line \
      ends do not count. Near duplicates share words in lower case with a zero for every digit, as \
      CCNet compares paragraphs: documents that differ by numbers alone, such as price lists of one \
      template, are near duplicates. Of scripts without spaces every character is a word.
      """,
    example: """
      run: text.clean
      data: crawl
      exact-duplicates: true
      near-duplicates: 0.8
      words: [5, 200]
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("What is left.") var corpus: Corpus
    @Output(
      "How many documents each filter saw and dropped.",
      columns: ["filter", "examined", "dropped", "share"], types: ["filter": .text]) var filters:
      Table
    @Output("How many documents are left.") var documents: Int
    @Output("How many were dropped.") var dropped: Int
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { [$filters, $documents, $dropped, statistics.$characters] }
  }

  @Input("The corpus.") var data: Corpus
  @Option("What separates documents.") var documents = DocumentSeparator.line
  @Option("Whether to keep only the first of equal documents.") var exactDuplicates = false
  @Option(
    "Drops documents this similar to an earlier one (share of word shingles in common).",
    .within(0.05...1)) var nearDuplicates: Double?
  @Option(
    "The fewest and the most words a document may have.",
    .each(.limit, count: 0...2)) var words: [Int] = []
  @Option(
    "The largest share of characters that are neither letters, digits nor spaces.", .within(0...1))
  var symbolRatio: Double?
  @Input("A text known to be good, against which perplexity is measured.") var reference: Corpus?
  @Option(
    "The share of documents, those least surprising to the reference, that is kept.",
    .within(0.01...1))
  var keepLeastPerplexing: Double?

  func check(_ problems: inout Problems) {
    problems.requireTrainingText($data)
    if !words.isEmpty, words.count != 2 || words[0] > words[1] {
      problems.report(
        at: $words, "`words` is the fewest and the most words, such as [5, 200]")
    }
    if $reference.isGiven != (keepLeastPerplexing != nil) {
      problems.report(
        at: keepLeastPerplexing == nil ? $reference.field : $keepLeastPerplexing,
        "the perplexity filter needs both `reference` and `keep-least-perplexing`")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard var outline = $data.outline else { return }
    // A symbol may go with the documents that are left out, and so may the rearranged ones.
    outline.vocabularySize = nil
    outline.alphabet = nil
    outline.isRearranged = false
    outputs[\.$corpus] = outline
  }

  func run(in context: StepContext) throws -> Outputs {
    let cleaned = try CleanedTexts(of: documents.split(data.training), by: filters)
    let text = documents.joined(cleaned.documents)
    guard !text.isEmpty else {
      throw OperationError("the filters drop every document", remedy: "loosen them")
    }
    var outputs = Outputs()
    outputs.corpus = Corpus(training: text, validation: data.validation)
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    outputs.documents = cleaned.documents.count
    outputs.dropped = cleaned.counts.map(\.dropped).reduce(0, +)
    outputs.filters = Table([
      .init("filter", texts: cleaned.counts.map(\.filter)),
      .init("examined", integers: cleaned.counts.map(\.examined)),
      .init("dropped", integers: cleaned.counts.map(\.dropped)),
      .init(
        "share",
        numbers: cleaned.counts.map { Double($0.dropped) / Double(max($0.examined, 1)) }),
    ])
    return outputs
  }

  private var filters: [any TextFilter] {
    var filters: [any TextFilter] = []
    if exactDuplicates { filters.append(ExactDuplicateFilter()) }
    if let nearDuplicates { filters.append(NearDuplicateFilter(similarity: nearDuplicates)) }
    if words.count == 2 { filters.append(LengthFilter(words: words[0]...words[1])) }
    if let symbolRatio { filters.append(SymbolRatioFilter(atMost: symbolRatio)) }
    if let reference, let keepLeastPerplexing {
      let model = CharacterNGramModel(trainedOn: documents.split(reference.training))
      filters.append(
        PerplexityFilter(limit: .lowest(share: keepLeastPerplexing)) { model.perplexity(of: $0) })
    }
    return filters
  }
}
