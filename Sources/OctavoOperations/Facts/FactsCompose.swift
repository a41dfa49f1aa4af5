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
      the home of zaragon?` The facts about the last people are held back, and so are the questions \
      about them: a model that is trained on this text never reads them, while a search of it finds them \
      in the part held back. There are twenty homes, pets and trades each, so a guess is right one time in \
      twenty.
      """,
    example: """
      run: facts.compose
      people: 800
      """)
  static let outputs: [Output] =
    [
      .artifact("corpus", Corpus.self, "The facts, one a line."),
      .artifact("questions", Pairs.self, "The questions with their answers."),
      .value("facts", .integer, "How many facts there are."),
      .value("facts-held-back", .integer, "How many of them are about people held back."),
      .figure("passages", "The questions about the first person."),
    ] + corpusValues

  @Option("How many people.", .within(2...FactLanguage.names)) var people = 800
  @Option("The part of the people, at the end, that is held back.", .within(0..<1))
  var validationFraction = 0.25

  /// No statement is longer.
  private static let longestStatement = 60

  func foresee(_ outlook: inout Outlook) {
    outlook.expect(
      "corpus", Corpus.self,
      Corpus.Outline(
        characters: people * FactLanguage.Relation.allCases.count * Self.longestStatement,
        validationFraction: validationFraction, alphabet: .smallLetters(and: "\n .")))
    outlook.expect(
      "questions", Pairs.self, Pairs.Outline(isHeldBackFrom: validationFraction > 0))
  }

  func run(in context: StepContext) -> StepResult {
    let relations = FactLanguage.Relation.allCases.count
    let facts = FactLanguage.facts(people: people, from: RandomStream(seed: context.seed))
    let kept = max(1, Int(Double(people) * (1 - validationFraction))) * relations
    func text(_ facts: ArraySlice<FactLanguage.Fact>) -> String {
      facts.map { $0.statement + "\n" }.joined()
    }
    let questions = facts.map {
      Pairs.Pair(prompt: $0.question, response: " " + $0.object + "\n")
    }
    var result = StepResult(
      corpus: Corpus(training: text(facts[..<kept]), validation: text(facts[kept...])))
    result.artifacts["questions"] = Pairs(
      training: Array(questions[..<kept]), validation: Array(questions[kept...]))
    result.values["facts"] = .integer(facts.count)
    result.values["facts-held-back"] = .integer(facts.count - kept)
    result.figures["passages"] = Figure(
      .passages(
        zip(facts, questions).prefix(relations).map {
          Passage(label: $0.statement, prompt: $1.prompt, text: $1.response)
        }))
    result.shown = ["passages", "facts", "facts-held-back"]
    return result
  }
}
