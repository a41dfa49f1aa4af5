import OctavoEngine
import OctavoResults
import OctavoRunner

/// `pairs.cut`: documents become prompts and what follows them.
struct PairsCut: Operation {
  static let manual = Manual(
    "pairs.cut", "Cuts each document of a corpus into a prompt and a response.",
    discussion: """
      The prompt is the document's first `sentences` or `words`; the response is the rest, with the \
      line end that closes the document. Documents too short to have both are left out and counted. \
      The validation split is that of the corpus.
      """,
    example: """
      run: pairs.cut
      data: stories
      sentences: 1
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The prompts and responses.") var pairs: Pairs
    var summary = PairsSummary()

    var shown: [any DeclaredOutput] { summary.shown }
  }

  @Input("The corpus.") var data: Corpus
  @Option("What separates documents.") var documents = DocumentSeparator.line
  @Option("How many sentences make the prompt.", .within(1...1000)) var sentences: Int?
  @Option("How many words make the prompt.", .within(1...100_000)) var words: Int?
  @Option("At most how many pairs to keep of the text for training.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    problems.requireTrainingText($data)
    if (sentences == nil) == (words == nil) {
      problems.report(
        at: sentences == nil ? nil : $words, "a prompt ends after `sentences` or after `words`",
        remedy: "give one of the two, such as `sentences: 1`")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$pairs] = Pairs.Outline(hasValidation: ($data.outline?.validationCount ?? 1) > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let training = documents.split(data.training)
    let validation = documents.split(data.validation)
    let pairs = Pairs(
      training: Array(training.compactMap(cut).prefix(limit ?? .max)),
      validation: validation.compactMap(cut))
    guard !pairs.training.isEmpty else {
      throw OperationError(
        "no document is longer than its prompt would be",
        remedy: "give fewer `sentences` or `words`")
    }
    let short = (training + validation).count { cut($0) == nil }
    if short > 0 {
      context.warn(
        .leavingOut(short, of: training.count + validation.count),
        "Left out, since nothing would follow the prompt: \(short) of "
          + "\(training.count + validation.count) documents.")
    }
    var outputs = Outputs()
    outputs.pairs = pairs
    outputs.summary = PairsSummary(of: pairs)
    return outputs
  }

  /// Nil for a document that has nothing after its prompt.
  private func cut(_ document: String) -> Pairs.Pair? {
    guard
      let end = sentences.map({ endOfSentence($0, in: document) })
        ?? words.map({ endOfWord($0, in: document) }), let end, end < document.endIndex
    else { return nil }
    return Pairs.Pair(
      prompt: String(document[..<end]), response: document[end...] + documents.joined([""]))
  }

  private func endOfSentence(_ count: Int, in document: String) -> String.Index? {
    var rest = document.startIndex
    for _ in 0..<count {
      guard let mark = document[rest...].firstIndex(where: { ".!?".contains($0) }) else {
        return nil
      }
      // Closing quotes and further marks belong to the sentence.
      rest =
        document[mark...].firstIndex { !".!?\"”'’)".contains($0) } ?? document.endIndex
    }
    return rest
  }

  private func endOfWord(_ count: Int, in document: String) -> String.Index? {
    var rest = document.startIndex
    for _ in 0..<count {
      guard let start = document[rest...].firstIndex(where: { !$0.isWhitespace }) else {
        return nil
      }
      rest = document[start...].firstIndex(where: \.isWhitespace) ?? document.endIndex
    }
    return rest
  }
}
