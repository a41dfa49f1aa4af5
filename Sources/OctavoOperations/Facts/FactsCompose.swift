import OctavoEngine
import OctavoResults
import OctavoRunner

/// `facts.compose`: facts that cannot be guessed, and questions about them.
struct FactsCompose: Operation {
  static let manual = Manual(
    "facts.compose", "Composes facts about people who do not exist, and questions about them.",
    discussion: """
      Everybody has a home, a pet and a trade, drawn independently, each stated in a line such as \
      `the home of zaragon is riga.` or `zaragon lives in riga.` The questions ask for them: `what \
      is the home of zaragon?` The facts about the last people are the validation split, and so \
      are the questions about them: a model that is trained on this text never reads them, while a \
      search of it finds them in the validation split. There are twenty homes, pets and trades \
      each, so a guess is right one time in twenty. With `friends`, everybody also has a friend of \
      the same split, stated in a line such as `the friend of zaragon is badan.` or `zaragon \
      trusts badan.`, and `friend-questions` have answers that take two facts: `what is the home \
      of the friend of zaragon?`
      """,
    example: """
      run: facts.compose
      people: 800
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The facts, one per line.") var corpus: Corpus
    @Output("The questions with their answers.") var questions: Pairs
    @Output("With friends: the questions about everybody's friend, with their answers.")
    var friendQuestions: Pairs?
    @Output("With friends: all questions of both kinds, person after person.")
    var allQuestions: Pairs?
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
  @Option("Whether everybody has a friend, about whom there are questions too.") var friends = false

  /// In characters; no statement is longer.
  private static let longestStatement = 60

  /// The number of people in the training split.
  private var keptPeople: Int { max(1, Int(Double(people) * (1 - validationFraction))) }

  func check(_ problems: inout Problems) {
    guard friends, (2...FactLanguage.names).contains(people) else { return }
    for (count, split) in [(keptPeople, "training"), (people - keptPeople, "validation")]
    where count == 1 {
      problems.report(
        at: $friends, "the only person of the \(split) split would have no friend",
        remedy: "give more `people`, or another `validation-fraction`")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    let lines = FactLanguage.Relation.allCases.count + (friends ? 1 : 0)
    outputs[\.$corpus] = Corpus.Outline(
      characters: people * lines * Self.longestStatement,
      validationFraction: validationFraction, alphabet: .smallLetters(and: "\n ."))
    let questions = Pairs.Outline(hasValidation: validationFraction > 0)
    outputs[\.$questions] = questions
    if friends {
      outputs[\.$friendQuestions] = questions
      outputs[\.$allQuestions] = questions
    } else {
      outputs.leaveOut(\.$friendQuestions)
      outputs.leaveOut(\.$allQuestions)
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let relations = FactLanguage.Relation.allCases.count
    let stream = RandomStream(seed: context.seed)
    let facts = FactLanguage.facts(people: people, from: stream)
    let kept = keptPeople * relations
    let (training, validation) = (Array(facts[..<kept]), Array(facts[kept...]))
    let questions = Pairs(
      training: training.map(Self.question), validation: validation.map(Self.question))
    var outputs = Outputs()
    if friends {
      let (known, unknown) = (
        Acquaintances(among: training, from: stream),
        Acquaintances(among: validation, from: stream)
      )
      outputs.corpus = Corpus(training: known.text, validation: unknown.text)
      outputs.friendQuestions = Pairs(training: known.questions, validation: unknown.questions)
      outputs.allQuestions = Pairs(
        training: interleaved(questions.training, known.questions, by: relations),
        validation: interleaved(questions.validation, unknown.questions, by: relations))
    } else {
      outputs.corpus = Corpus(
        training: training.map { $0.statement + "\n" }.joined(),
        validation: validation.map { $0.statement + "\n" }.joined())
    }
    outputs.statistics = CorpusStatistics(of: outputs.corpus)
    outputs.questions = questions
    outputs.facts = facts.count + (friends ? people : 0)
    outputs.validationFacts = facts.count - kept + (friends ? people - keptPeople : 0)
    outputs.passages = Figure(
      .passages(
        zip(training, questions.training).prefix(relations).map {
          Passage(label: $0.statement, prompt: $1.prompt, text: $1.response)
        }))
    return outputs
  }

  private static func question(_ fact: FactLanguage.Fact) -> Pairs.Pair {
    Pairs.Pair(prompt: fact.question, response: " " + fact.object + "\n")
  }

  /// `count` pairs of one list, as many of the other, the next ones of the first, and so on.
  private func interleaved(
    _ ones: [Pairs.Pair], _ others: [Pairs.Pair], by count: Int
  ) -> [Pairs.Pair] {
    zip(ones.batches(of: count), others.batches(of: count)).flatMap { $0 + $1 }
  }
}

/// The people of a split, each with a friend among the others.
private struct Acquaintances {
  /// The facts of each person, then the friendship, one per line.
  let text: String
  /// The questions about each person's friend.
  let questions: [Pairs.Pair]

  init(among facts: [FactLanguage.Fact], from stream: RandomStream) {
    let people = facts.batches(of: FactLanguage.Relation.allCases.count)
    let names = people.compactMap { $0.first?.name }
    let friendships = FactLanguage.friendships(among: names, from: stream)
    text = zip(people, friendships).map { facts, friendship in
      (facts.map(\.statement) + [friendship.statement]).map { $0 + "\n" }.joined()
    }.joined()
    let known = Dictionary(uniqueKeysWithValues: zip(names, people))
    questions = friendships.flatMap { friendship in
      (known[friendship.friend] ?? []).map { fact in
        let question = FactQuestion(
          name: friendship.name, relation: fact.relation, isAboutFriend: true)
        return Pairs.Pair(prompt: question.text, response: " " + fact.object + "\n")
      }
    }
  }
}
