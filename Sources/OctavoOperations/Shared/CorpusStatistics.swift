import OctavoBase
import OctavoEngine
import OctavoRunner

/// The values that every operation offers that makes a corpus.
struct CorpusStatistics: OutputGroup {
  @Output("How many characters the text has.") var characters: Int
  @Output("How many of them are distinct.") var vocabularySize: Int
  @Output("What a character costs, in nats, to whoever knows only how often each occurs.")
  var unigramEntropy: Double

  var shown: [any DeclaredOutput] { [$characters, $vocabularySize, $unigramEntropy] }
}

extension CorpusStatistics {
  init(of corpus: Corpus) {
    let statistics = CharacterStatistics(of: corpus.training, corpus.validation)
    characters = statistics.characters
    vocabularySize = statistics.distinct
    unigramEntropy = statistics.entropy
  }
}
