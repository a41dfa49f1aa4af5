import Foundation
import OctavoResults
import OctavoRunner

/// `text.load`: a text file becomes a corpus.
struct TextLoad: Operation {
  static let manual = Manual(
    "text.load", "Reads a text file as a corpus.",
    discussion: """
      The file is UTF-8; line ends are kept as they are. The last part is held back for validation, \
      so that nothing of it is trained on.
      """,
    example: """
      run: text.load
      path: data/plays.txt
      """)
  static let outputs: [Output] = [.artifact("corpus", Corpus.self, "The text.")] + corpusValues

  @Option("The text file, in UTF-8.") var path: FilePath
  @Option("The part at the end that is held back.", .within(0..<1)) var validationFraction = 0.1

  func foresee(_ outlook: inout Outlook) {
    let bytes = (try? FileManager.default.attributesOfItem(atPath: path.url.path)[.size]) as? Int
    outlook.expect(
      "corpus", Corpus.self,
      Corpus.Outline(
        characters: bytes ?? Corpus.Outline.unknownLength, validationFraction: validationFraction))
  }

  func run(in context: StepContext) throws -> StepResult {
    let bytes = try Data(contentsOf: path.url)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw OperationError(
        "`\(path.path)` is not UTF-8", remedy: "convert it, with `iconv` for example")
    }
    guard !text.isEmpty else {
      throw OperationError("`\(path.path)` is empty", remedy: "give a file with some text")
    }
    return StepResult(corpus: Corpus(text: text, validationFraction: validationFraction))
  }
}

/// The values that every operation offers that makes a corpus.
let corpusValues: [Output] = [
  .value("characters", .integer, "How many characters the text has."),
  .value("vocabulary-size", .integer, "How many of them are distinct."),
  .value(
    "unigram-entropy", .number,
    "What a character costs, in nats, to whoever knows only how often each occurs."),
]

extension StepResult {
  /// A corpus with the values that describe it.
  init(corpus: Corpus) {
    self.init()
    let statistics = CharacterStatistics(of: corpus.training, corpus.validation)
    artifacts["corpus"] = corpus
    values = [
      "characters": .integer(statistics.characters),
      "vocabulary-size": .integer(statistics.distinct),
      "unigram-entropy": .number(statistics.entropy),
    ]
    shown = ["characters", "vocabulary-size", "unigram-entropy"]
  }
}
