import OctavoEngine
import OctavoResults
import OctavoRunner

/// `rules.compose`: a text in which hidden rules are shown by examples.
struct RulesCompose: Operation {
  static let manual = Manual(
    "rules.compose", "Composes lines that each show one hidden rule by examples.",
    discussion: """
      A line such as `cab>bac;fed>def;…` answers words of three letters by one of six rules: copy, \
      reverse, rotate, next letter, sort, and the first letter three times over. The rule is never \
      named. To predict an answer, a model has to find out from the examples before it which rule the \
      line follows: learning in context, as GPT-3 showed it (Brown et al. 2020), at a size that a laptop \
      can train.
      """,
    example: """
      run: rules.compose
      lines: 20000
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The lines.") var corpus: Corpus
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { statistics.shown }
  }

  @Option("How many lines.", .within(1...1_000_000)) var lines = 20_000
  @Option("How many examples a line has.", .within(1...64)) var examples = 7
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  func check(_ problems: inout Problems) {
    problems.requireMemory(of: outline, at: $lines)
  }

  private var outline: Corpus.Outline {
    let example = 2 * RuleLanguage.wordLength + 2
    return Corpus.Outline(
      characters: lines * (examples * example + 1), validationFraction: validationFraction,
      alphabet: .smallLetters(and: "\n;>"))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$corpus] = outline
  }

  func run(in context: StepContext) throws -> Outputs {
    let text = try RuleLanguage(examples: examples).text(
      lines: lines, from: RandomStream(seed: context.seed),
      progress: context.progress(of: lines, unit: "lines"))
    var outputs = Outputs()
    outputs.corpus = Corpus(text: text, validationFraction: validationFraction)
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    return outputs
  }
}
