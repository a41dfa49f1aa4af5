import OctavoEngine
import OctavoRunner

/// `pairs.text`: prompts and responses as a text.
struct PairsText: Operation {
  static let manual = Manual(
    "pairs.text", "Joins prompts and responses into a text, one pair after the other.",
    discussion: """
      Each prompt is followed by its response, with nothing between them or between two pairs. The \
      pairs of the validation split become the validation split of the text.
      """,
    example: """
      run: pairs.text
      data: facts.questions
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The text.") var corpus: Corpus
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { statistics.shown }
  }

  @Input("The prompts and responses.") var data: Pairs

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard let outline = $data.outline else { return }
    outputs[\.$corpus] = Corpus.Outline(
      characters: Corpus.Outline.unknownLength,
      validationFraction: outline.hasValidation ? 0.5 : 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    func text(_ pairs: [Pairs.Pair]) -> String {
      pairs.map { $0.prompt + $0.response }.joined()
    }
    var outputs = Outputs()
    outputs.corpus = Corpus(training: text(data.training), validation: text(data.validation))
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    return outputs
  }
}
