import OctavoResults
import OctavoRunner

/// `text.load`: a text file becomes a corpus.
struct TextLoad: Operation {
  static let manual = Manual(
    "text.load", "Reads a text file as a corpus.",
    discussion: """
      The file is UTF-8, and may be packed by gzip. A byte-order mark at its beginning is left out; \
      line ends are kept as they are, and others than a line feed are counted in a warning. The last \
      part becomes the validation split, on which nothing is trained.
      """,
    example: """
      run: text.load
      path: data/plays.txt
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The text.") var corpus: Corpus
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { statistics.shown }
  }

  @Option("The text file, in UTF-8.") var path: FilePath
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  func check(_ problems: inout Problems) {
    problems.report(at: $path) { _ = try DataText.check(DataFile(path)) }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    let alphabet = DataText.alphabet(of: DataFile(path))
    outputs[\.$corpus] = Corpus.Outline(
      characters: DataFile(path).greatestTextSize, validationFraction: validationFraction,
      vocabularySize: alphabet?.count, alphabet: alphabet)
  }

  func run(in context: StepContext) throws -> Outputs {
    let read = try DataText(DataFile(path))
    let (pairs, alone) = read.carriageReturns
    if pairs + alone > 0 {
      context.warn(
        .ordinary,
        "`\(path.path)` has line ends other than a line feed: \(pairs) of carriage return and line "
          + "feed, \(alone) of carriage return alone. They are kept as they are, so that a carriage "
          + "return is a character to learn.")
    }
    var outputs = Outputs()
    outputs.corpus = Corpus(text: read.text, validationFraction: validationFraction)
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    return outputs
  }
}
