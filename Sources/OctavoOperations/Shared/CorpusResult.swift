import OctavoEngine
import OctavoRunner

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
