import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

extension FilmNames: OptionChoice {
  /// The characters of the names.
  var alphabet: Set<Unicode.Scalar> {
    self == .titles ? .smallLetters(and: " ") : Set("0123456789".unicodeScalars)
  }
}

/// `histories.ask`: questions about what people have watched, in prompts of several forms.
struct HistoriesAsk: Operation {
  static let manual = Manual(
    "histories.ask", "Writes prompts about viewing histories, with their responses.",
    discussion: """
      P5 (Geng et al. 2022) turns recommendation into language: one model responds to prompts of \
      several forms. From the history of each person, up to a film drawn at random, a prompt of every \
      form asks for the `next` film; for the `rating` of a film that is not in the history, \
      1 star with 2 more if the person likes the mood and 2 more for the subject; for an \
      `explanation` why the person watches the next film: `the mood`, `the subject`, `both`, or \
      `neither`; or for the `mood` that the person likes, of two the one that the history has more \
      often. In a prompt, `{history}` stands for the films watched so far, and in questions for a \
      rating or an explanation `{film}` for the film. A response is a space, the answer, and a line feed.

      Tastes are never in a prompt; they have to be inferred from the history. `ceilings` has the \
      expected accuracy of the most probable answer by Bayes' rule, given how histories are \
      composed, and the accuracy of the training split's most frequent answer.
      """,
    example: """
      run: histories.ask
      data: histories.viewings
      forms:
        - {asks: next, prompt: "watched {history}. next:"}
        - {asks: rating, prompt: "watched {history}. stars for {film}:"}
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The prompts with their responses, person after person.")
    var pairs: Pairs
    @Output(
      "One row per form, on the validation split: the number of questions, the expected accuracy "
        + "of the most probable answer, and the accuracy of the most frequent one.",
      columns: ["asks", "prompt", "questions", "ceiling", "most-frequent"],
      types: ["asks": .text, "prompt": .text]) var ceilings: Table
    @Output(
      "The expected share of right answers if each answer is the most probable one.",
      isShare: true)
    var ceiling: Double?
    @Output("The accuracy of always giving a form's most frequent answer.", isShare: true)
    var mostFrequent: Double?
    @Output("The number of questions in the training split.") var count: Int
    @Output("The first questions.") var passages: Figure

    var shown: [any DeclaredOutput] { [$passages, $ceilings, $count] }
  }

  @Input("What people have watched.") var data: Viewings
  @Option("What is asked, and in which words.", .notEmpty) var forms: [HistoryForm]

  func check(_ problems: inout Problems) {
    if Set(forms).count < forms.count {
      problems.report(
        at: $forms, "a form is given twice",
        remedy: "give it once, with `times` for more questions of it")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$pairs] = Pairs.Outline(hasValidation: $data.outline?.hasValidation ?? true)
  }

  func run(in context: StepContext) throws -> Outputs {
    let stream = RandomStream(seed: context.seed)
    let people = data.training.count + data.validation.count
    let report = context.progress(of: people, unit: "people")
    func questions(
      _ viewers: [FilmTastes.Viewer], from first: Int
    ) throws -> [HistoryQuestion] {
      try viewers.enumerated().flatMap { place, viewer in
        try report(first + place)
        var stream = stream.derived(for: "person", index: first + place)
        return forms.flatMap { form in
          (0..<form.times).compactMap { _ in HistoryQuestion(form, viewer, using: &stream) }
        }
      }
    }
    let training = try questions(data.training, from: 0)
    let validation = try questions(data.validation, from: data.training.count)
    guard !training.isEmpty else {
      throw OperationError(
        "nobody of the training split has watched two films",
        remedy: "compose histories with a larger `longest`")
    }
    var outputs = Outputs()
    outputs.pairs = Pairs(training: training.map(pair), validation: validation.map(pair))
    let bounds = AnswerBounds(training, validation, forms, TastePosterior(of: data.world))
    outputs.ceilings = bounds.table
    outputs.ceiling = bounds.ceiling
    outputs.mostFrequent = bounds.mostFrequent
    outputs.count = training.count
    outputs.passages = Figure(
      .passages(
        training.prefix(forms.count).map(pair).map {
          Passage(prompt: $0.prompt, text: $0.response)
        }))
    return outputs
  }

  private func pair(_ question: HistoryQuestion) -> Pairs.Pair {
    Pairs.Pair(
      prompt: PromptTemplate(question.form.prompt).filled([
        .history: data.text(question.history), .film: data.names[question.film],
      ]),
      response: " \(question.answer.text(data.names))\n")
  }
}

/// A form of prompt about a history.
struct HistoryForm: OptionGroup, Hashable {
  enum Subject: String, OptionChoice {
    case next, rating, explanation, mood

    /// Whether a question is about a film that stands in it.
    var hasFilm: Bool { self == .rating || self == .explanation }
  }

  @Option("What is asked for.") var asks: Subject
  @Option(
    "The prompt, with `{history}`, and for a rating or an explanation with `{film}`.", .notEmpty)
  var prompt: String
  @Option("How many questions of this form there are for each person.", .within(1...100))
  var times = 1

  func check(_ problems: inout Problems) {
    PromptTemplate.check(
      prompt, at: $prompt, needs: asks.hasFilm ? [.history, .film] : [.history], &problems)
  }

  static func == (one: HistoryForm, other: HistoryForm) -> Bool {
    one.asks == other.asks && one.prompt == other.prompt
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(asks)
    hasher.combine(prompt)
  }
}
