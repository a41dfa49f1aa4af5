import OctavoEngine
import OctavoResults
import OctavoRunner

/// `chains.compose`: problems of several steps, with and without the intermediate results.
struct ChainsCompose: Operation {
  static let manual = Manual(
    "chains.compose", "Composes chains of digits to combine, some with the intermediate results.",
    discussion: """
      A line such as `7-5-8-6=0` combines digits one after the other: by their absolute \
      difference, or by their maximum, as in `7^5^8^6=8`. The share `written` of the lines has the \
      intermediate results before the answer, `7-5-8-6[26]=0`, as the written steps of a chain of \
      thought; the share `letters` of these lines has letters for them, a to j for 0 to 9. The \
      share `filler` of the lines has dots in place of the results. With `middles: unrelated` the \
      results are those of a chain of other digits, as a control. No chain occurs twice.
      """,
    example: """
      run: chains.compose
      digits: 4
      count: 5000
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The chains, one per line.") var corpus: Corpus
    @Output("The same lines cut after their digits: prompts, with the rest as responses.")
    var lessons: Pairs
    @Output("The chains as questions, with the answers alone.") var questions: Pairs
    @Output("The number of chains in the training split.") var count: Int
    @Output("The number in the validation split.") var validationCount: Int
    @Output("The first lines.") var passages: Figure
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { [$passages, $count, $validationCount] }
  }

  @Option("How digits are combined: by their `difference`, without its sign, or their `maximum`.")
  var combine = ChainStepChoice.difference
  @Option("The number of digits of a chain.", .within(3...ChainLanguage.mostDigits)) var digits = 4
  @Option("The number of chains.", .within(2...1_000_000)) var count = 5000
  @Option("The share of lines with the intermediate results.", .within(0...1)) var written = 0.5
  @Option("The share of these that are written in letters.", .within(0...1)) var letters = 0.25
  @Option("The share of lines with a dot in place of each result.", .within(0...1))
  var filler = 0.1
  @Option("Which results are written: the `results` of the chain, or `unrelated` ones.")
  var middles = ChainMiddleChoice.results
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  private var language: ChainLanguage {
    ChainLanguage(
      combine.step, length: digits, middle: middles == .results ? .results : .unrelated,
      written: written, letters: letters, filler: filler)
  }

  func check(_ problems: inout Problems) {
    let possible = language.problemCount
    if count > possible {
      problems.report(
        at: $count, "there are only \(possible.forReading) chains of \(digits) digits",
        remedy: "give a smaller `count`, or more `digits`")
    }
    if written + filler > 1 {
      problems.report(
        at: $filler, "`written` and `filler` are more than all lines together",
        remedy: "give shares whose sum is at most 1")
    }
    problems.requireMemory(of: outline, at: $count)
  }

  private var outline: Corpus.Outline {
    let signs =
      "0123456789=\n\(combine.step.mark)" + (written + filler > 0 ? "[]" : "")
      + (written > 0 && letters > 0 ? "abcdefghij" : "") + (filler > 0 ? "." : "")
    return Corpus.Outline(
      characters: count * language.lineLength, validationFraction: validationFraction,
      alphabet: Set(signs.unicodeScalars))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$corpus] = outline
    outputs[\.$lessons] = Pairs.Outline(hasValidation: validationFraction > 0)
    outputs[\.$questions] = Pairs.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let (language, stream) = (language, RandomStream(seed: context.seed))
    let chains = try language.problems(
      count: count, from: stream, progress: context.progress(of: count, unit: "chains"))
    let kept = max(1, Int(Double(count) * (1 - validationFraction)))
    let lessons = chains.enumerated().map { index, chain in
      Pairs.Pair(
        prompt: chain.question,
        response: language.continuation(of: chain, index: index, from: stream))
    }
    let lines = lessons.map { $0.prompt + $0.response }
    let questions = chains.map { Pairs.Pair(prompt: "\($0.question)=", response: "\($0.answer)") }
    var outputs = Outputs()
    outputs.corpus = Corpus(
      training: lines[..<kept].joined(), validation: lines[kept...].joined())
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    outputs.lessons = Pairs(
      training: Array(lessons[..<kept]), validation: Array(lessons[kept...]))
    outputs.questions = Pairs(
      training: Array(questions[..<kept]), validation: Array(questions[kept...]))
    outputs.count = kept
    outputs.validationCount = count - kept
    outputs.passages = Figure(
      .passages(lessons.prefix(6).map { Passage(prompt: $0.prompt, text: $0.response) }))
    return outputs
  }
}

enum ChainStepChoice: String, OptionChoice {
  case difference, maximum

  var step: ChainProblem.Step { self == .difference ? .difference : .maximum }
}

enum ChainMiddleChoice: String, OptionChoice { case results, unrelated }
