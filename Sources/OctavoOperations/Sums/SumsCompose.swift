import OctavoEngine
import OctavoResults
import OctavoRunner

/// `sums.compose`: additions, as a text and as questions.
struct SumsCompose: Operation {
  static let manual = Manual(
    "sums.compose", "Composes additions, as a text and as questions with answers.",
    discussion: """
      A line such as `347+058=0405` adds two numbers of `digits` digits. Every number is padded with \
      zeros, so that a digit's position in the line determines its place value. No addition occurs \
      twice, so a model has not seen those of the validation split; a + b and b + a count as two, \
      though, and one of them may be in each split. With `order: least-significant-first` the sum is \
      written as in adding by hand, from the right, which is far easier to learn (Lee et al. 2023). With \
      more `summands` and `steps`, the running totals are written one after another, as in \
      `12+34+56=046=102`: a chain of thought that ends in the answer.
      """,
    example: """
      run: sums.compose
      digits: 3
      count: 20000
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The additions, one per line.") var corpus: Corpus
    @Output("The additions, each cut after `=`.") var questions: Pairs
    @Output("The number of additions in the training split.") var count: Int
    @Output("The number in the validation split.") var validationCount: Int
    @Output("The first additions.") var passages: Figure
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { [$passages, $count, $validationCount] }
  }

  @Option("The number of digits of each summand.", .within(1...SumLanguage.mostDigits))
  var digits = 3
  @Option("The number of summands.", .within(2...SumLanguage.mostSummands)) var summands = 2
  @Option("Whether the answer has every running total and not the sum alone.") var steps = false
  @Option("The number of additions.", .within(2...1_000_000)) var count = 20_000
  @Option("The order in which the digits of a sum are written.")
  var order = DigitOrderChoice.mostSignificantFirst
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  private var language: SumLanguage {
    SumLanguage(digits: digits, summands: summands, showsSteps: steps, order: order.order)
  }

  /// Whether the additions can be counted.
  private var isCountable: Bool { digits * summands <= SumLanguage.mostDigitsInAll }

  func check(_ problems: inout Problems) {
    guard isCountable else {
      problems.report(
        at: $summands,
        "\(summands) summands of \(digits) digits have \(digits * summands) digits together, and "
          + "may have \(SumLanguage.mostDigitsInAll)",
        remedy: "give fewer `summands`, or fewer `digits`")
      return
    }
    let possible = language.problemCount
    if count > possible {
      problems.report(
        at: $count,
        "there are only \(possible.forReading) additions of \(numbers) of \(digits) digits",
        remedy: "give a smaller `count`, or more `digits`")
    }
    problems.requireMemory(of: outline, at: $count)
  }

  private var numbers: String { summands == 2 ? "two numbers" : "\(summands) numbers" }

  private var outline: Corpus.Outline {
    Corpus.Outline(
      characters: count * language.lineLength, validationFraction: validationFraction,
      alphabet: Set("0123456789+=\n".unicodeScalars))
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if isCountable { outputs[\.$corpus] = outline }
    outputs[\.$questions] = Pairs.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) throws -> Outputs {
    let sums = try language.problems(
      count: count, from: RandomStream(seed: context.seed),
      progress: context.progress(of: count, unit: "additions"))
    let kept = max(1, Int(Double(count) * (1 - validationFraction)))
    func text(_ sums: ArraySlice<SumLanguage.Problem>) -> String {
      sums.map { "\($0.question)\($0.answer)\n" }.joined()
    }
    let questions = sums.map { Pairs.Pair(prompt: $0.question, response: $0.answer + "\n") }
    var outputs = Outputs()
    outputs.corpus = Corpus(training: text(sums[..<kept]), validation: text(sums[kept...]))
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    outputs.questions = Pairs(
      training: Array(questions[..<kept]), validation: Array(questions[kept...]))
    outputs.count = kept
    outputs.validationCount = count - kept
    outputs.passages = Figure(
      .passages(questions.prefix(3).map { Passage(prompt: $0.prompt, text: $0.response) }))
    return outputs
  }
}

enum DigitOrderChoice: String, OptionChoice {
  case mostSignificantFirst = "most-significant-first"
  case leastSignificantFirst = "least-significant-first"

  var order: SumLanguage.DigitOrder {
    switch self {
    case .mostSignificantFirst: .mostSignificantFirst
    case .leastSignificantFirst: .leastSignificantFirst
    }
  }
}
