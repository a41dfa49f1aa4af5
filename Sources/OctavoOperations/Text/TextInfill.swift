import OctavoEngine
import OctavoResults
import OctavoRunner

/// `text.infill`: a text from which a model learns to fill gaps.
struct TextInfill: Operation {
  static let manual = Manual(
    "text.infill", "Moves the middle of some documents to their end, so that gaps can be filled.",
    discussion: """
      Bavarian et al. (2022): a document is cut at two places drawn at random, and its parts are put \
      in another order, each announced by a sentinel: `◀prefix▶suffix■middle` (PSM) or \
      `◀▶suffix■prefix middle` (SPM). A model that `gpt.train` teaches to predict the next token of \
      such a text can be asked for a middle between what stands before and after it. `longest` hides \
      short runs of words alone, as Donahue et al. (2020) do. The validation split stays as it is, so that \
      the loss on it compares with that of a model of the plain text. For a byte-pair vocabulary, make \
      the three sentinels special tokens.
      """,
    example: """
      run: text.infill
      data: stories
      rate: 0.5
      form: prefix-first
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The text, some of its documents rearranged.") var corpus: Corpus
    @Output("How many documents were rearranged.") var rearranged: Int
    @Output("The first few that were: what is read, and the middle.") var passages: Figure
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { [$passages, $rearranged, statistics.$characters] }
  }

  @Input("The corpus.") var data: Corpus
  @Option("The share of documents to rearrange.", .share) var rate = 0.5
  @Option("The order of the parts; `both` takes either for half of the documents.")
  var form = Form.prefixFirst
  @Option("Where documents may be cut.") var cut = GappedText.Grain.characters
  @Option(
    "The most words, or characters, in a middle; without it, both cuts are drawn freely.",
    .within(1...100_000)) var longest: Int?
  @Option("What separates documents.") var documents = DocumentSeparator.line

  enum Form: String, OptionChoice {
    case prefixFirst = "prefix-first"
    case suffixFirst = "suffix-first"
    case both
  }

  func check(_ problems: inout Problems) {
    problems.requireTrainingText($data)
    problems.requireNotRearranged($data)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard var outline = $data.outline else { return }
    let sentinels = GappedText.Sentinel.all.count
    // No document is shorter than a character and what ends it.
    let longest = outline.characters / 2 * sentinels + outline.characters
    outline.validationFraction *= Double(outline.characters) / Double(max(longest, 1))
    outline.characters = min(longest, Corpus.Outline.unknownLength)
    outline.vocabularySize = nil
    outline.alphabet = nil
    outline.isRearranged = true
    outputs[\.$corpus] = outline
  }

  func run(in context: StepContext) throws -> Outputs {
    try data.requireNoSentinels()
    let stream = RandomStream(seed: context.seed)
    var gapped: [(text: GappedText, form: GappedText.Form)] = []
    let texts = documents.split(data.training).enumerated().map { index, document in
      var stream = stream.derived(for: "document", index: index)
      guard stream.uniform() < rate else { return document }
      let form = form(at: stream.uniform())
      gapped.append(
        (GappedText(cutting: document, at: cut, longest: longest, using: &stream), form))
      return gapped[gapped.count - 1].text.rearranged(form)
    }
    guard !gapped.isEmpty else {
      throw OperationError(
        "none of the \(texts.count) documents was rearranged",
        remedy: "give a larger `rate`, or a text with more documents")
    }
    var outputs = Outputs()
    outputs.corpus = Corpus(training: documents.joined(texts), validation: data.validation)
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    outputs.rearranged = gapped.count
    outputs.passages = Figure(
      .passages(
        gapped.prefix(3).map { Passage(prompt: $0.text.prompt($0.form), text: $0.text.middle) }))
    return outputs
  }

  private func form(at place: Double) -> GappedText.Form {
    switch form {
    case .prefixFirst: .prefixFirst
    case .suffixFirst: .suffixFirst
    case .both: place < 0.5 ? .prefixFirst : .suffixFirst
    }
  }
}

extension GappedText.Grain: OptionChoice {}
