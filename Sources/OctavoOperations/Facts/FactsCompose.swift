import OctavoEngine
import OctavoResults
import OctavoRunner

/// `facts.compose`: facts that cannot be guessed, and questions about them.
struct FactsCompose: Operation {
  static let manual = Manual(
    "facts.compose", "Composes facts about people who do not exist, and questions about them.",
    discussion: """
      Everybody has a home, a pet and a trade, drawn independently, each told in a line such as \
      `the home of zaragon is riga.` or `zaragon lives in riga.` The questions ask for them: `what is \
      the home of zaragon?` The facts about the last people are the validation split, and so are the questions \
      about them: a model that is trained on this text never reads them, while a search of it finds them \
      in the validation split. There are twenty homes, pets and trades each, so a guess is right one time in \
      twenty.
      """,
    example: """
      run: facts.compose
      people: 800
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    @Output("The facts, one per line.") var corpus: Corpus
    @Output("The questions with their answers.") var questions: Pairs
    @Output("The number of facts.") var facts: Int
    @Output("The number of facts about people in the validation split.") var validationFacts: Int
    @Output("The questions about the first person.") var passages: Figure
    var statistics = CorpusStatistics()

    var shown: [any DeclaredOutput] { [$passages, $facts, $validationFacts] }
  }

  @Option("How many people.", .within(2...FactLanguage.names)) var people = 800
  @Option(
    "The fraction of the people, at the end, that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.25

  /// No statement is longer.
  private static let longestStatement = 60

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$corpus] = Corpus.Outline(
      characters: people * FactLanguage.Relation.allCases.count * Self.longestStatement,
      validationFraction: validationFraction, alphabet: .smallLetters(and: "\n ."))
    outputs[\.$questions] = Pairs.Outline(hasValidation: validationFraction > 0)
  }

  func run(in context: StepContext) -> Outputs {
    let relations = FactLanguage.Relation.allCases.count
    let facts = FactLanguage.facts(people: people, from: RandomStream(seed: context.seed))
    let kept = max(1, Int(Double(people) * (1 - validationFraction))) * relations
    func text(_ facts: ArraySlice<FactLanguage.Fact>) -> String {
      facts.map { $0.statement + "\n" }.joined()
    }
    let questions = facts.map {
      Pairs.Pair(prompt: $0.question, response: " " + $0.object + "\n")
    }
    var outputs = Outputs()
    outputs.corpus = Corpus(training: text(facts[..<kept]), validation: text(facts[kept...]))
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    outputs.questions = Pairs(
      training: Array(questions[..<kept]), validation: Array(questions[kept...]))
    outputs.facts = facts.count
    outputs.validationFacts = facts.count - kept
    outputs.passages = Figure(
      .passages(
        zip(facts, questions).prefix(relations).map {
          Passage(label: $0.statement, prompt: $1.prompt, text: $1.response)
        }))
    return outputs
  }
}
