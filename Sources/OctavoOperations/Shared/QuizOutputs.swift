import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// A question and a language model's answer.
struct QuizTrial {
  let pair: Pairs.Pair
  /// How many tokens the right response has.
  let tokens: Int
  let answer: String
  /// The cross-entropy of the right response, in nats.
  let loss: Double

  var isRight: Bool { answer == pair.response }
  var similarity: Double { answer.editSimilarity(to: pair.response) }
}

/// The outputs of every quiz of a language model.
struct QuizOutputs: OutputGroup {
  @Output("The share of answers that are right to the letter.", isShare: true) var accuracy:
    Estimate
  @Output("The mean edit similarity of answer and response.") var similarity: Estimate
  @Output("Mean cross-entropy of the right responses, in nats per token.") var loss: Double
  @Output("The same in nats per response.") var responseLoss: Estimate
  @Output("How many questions were asked.") var questions: Int
  @Output(
    "One row per question; `right` is 1 or 0, the loss in nats per response.",
    columns: ["prompt", "response", "answer", "right", "similarity", "loss"],
    types: ["prompt": .text, "response": .text, "answer": .text]) var answers: Table
  @Output("The first answers that are right, and the first that are wrong.") var passages: Figure

  var shown: [any DeclaredOutput] { [$passages, $accuracy, $similarity, $loss, $questions] }
}

extension QuizOutputs {
  init(_ trials: [QuizTrial]) {
    let similarities = trials.map(\.similarity)
    let losses = trials.map(\.loss)
    let tokens = trials.reduce(0) { $0 + $1.tokens }
    accuracy = Estimate(share: trials.count { $0.isRight }, of: trials.count)
    similarity = Estimate(meanOf: similarities)
    loss = losses.reduce(0, +) / Double(tokens)
    responseLoss = Estimate(meanOf: losses)
    questions = trials.count
    answers = Table([
      .init("prompt", texts: trials.map(\.pair.prompt)),
      .init("response", texts: trials.map(\.pair.response)),
      .init("answer", texts: trials.map(\.answer)),
      .init("right", integers: trials.map { $0.isRight ? 1 : 0 }),
      .init("similarity", numbers: similarities),
      .init("loss", unit: "nats", numbers: losses),
    ])
    let examples = trials.filter(\.isRight).prefix(2) + trials.filter { !$0.isRight }.prefix(2)
    passages = Figure(
      .passages(
        examples.map { trial in
          Passage(
            label: trial.isRight ? "right" : "wrong, it is “\(trial.pair.response.trimmed)”",
            prompt: trial.pair.prompt, text: trial.answer)
        }))
  }
}

/// A question as text and as tokens.
typealias QuizQuestion = (pair: Pairs.Pair, tokens: PromptResponse)

extension StopOptions {
  /// The answer that is compared, as text: all that was written if the right response ends with a
  /// stop text, otherwise as many tokens as that response has.
  func answer(_ written: [Int32], to question: QuizQuestion, _ tokenizer: Tokenizer) -> String {
    tokenizer.decode(
      ends(question.pair.response)
        ? written : Array(written.prefix(question.tokens.response.count)))
  }
}

extension Problems {
  /// Reports pairs whose validation split is asked but empty.
  mutating func requireQuestions(_ data: Binding<Pairs>, _ part: CorpusPart) {
    guard part == .validation else { return }
    requireValidation(
      of: data, remedy: "ask their `part: training`, or make a validation split")
  }

  /// Reports pairs without a validation split.
  mutating func requireValidation(
    of data: Binding<Pairs>, remedy: String = "make one with `validation-fraction`"
  ) {
    guard data.outline?.hasValidation == false else { return }
    report(
      at: data.field, "the validation split of these pairs is empty", remedy: remedy)
  }
}

extension Pairs {
  /// The first pairs of a part, at most `limit`.
  func asked(_ part: CorpusPart, limit: Int?) -> ArraySlice<Pair> {
    (part == .validation ? validation : training).prefix(limit ?? .max)
  }
}

extension StepContext {
  /// The questions that suit a model; others give a warning.
  func questions(
    _ data: Pairs, _ part: CorpusPart, limit: Int?, _ tokenizer: Tokenizer,
    for model: GPT.Configuration
  ) throws -> [QuizQuestion] {
    try usable(
      try data.asked(part, limit: limit).map {
        QuizQuestion(pair: $0, tokens: try $0.encoded(by: tokenizer))
      },
      called: "questions"
    ) { $0.tokens.problem(for: model) }
  }
}
