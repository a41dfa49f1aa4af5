import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `glm.evaluate`: how well a model fills blanks.
struct GLMEvaluate: Operation {
  static let manual = Manual(
    "glm.evaluate", "Lets a model fill blanks, and compares its answers with the responses.",
    discussion: """
      A prompt with a gap, as `pairs.mask` makes it in either form, becomes the text with a mask in the \
      gap. Any other prompt is continued: the mask stands at its end. A document separator that closes \
      a response stands for the end of the span, which counts in the loss and must be generated too; a \
      response without one may go on, so the answer is cut to its number of tokens. The model generates \
      the most likely token until it ends the span. An answer is right if it is the response to the \
      letter. The loss is the cross-entropy of the right response, which can be compared with that of \
      `gpt.quiz` on the same pairs.
      """,
    example: """
      run: glm.evaluate
      model: filler
      data: masked
      """)
  struct Outputs: OutputGroup {
    var quiz = QuizOutputs()
    @Output("The loss in nats per character of the responses.") var characterLoss: Double
    @Output("The mean number of characters of a response.") var characters: Double

    var shown: [any DeclaredOutput] { quiz.shown + [$characterLoss] }
  }

  @Input("The model.") var model: BlankFillingModel
  @Input("The texts and what is missing: prompts with the right responses.") var data: Pairs
  @Option("Which part of the pairs is asked.") var part = CorpusPart.validation
  @Option("Asks at most this many, from the first.", .limit) var limit: Int?
  @Option("What separates documents and closes a response.")
  var documents = DocumentSeparator.line

  func check(_ problems: inout Problems) {
    problems.requireQuestions($data, part)
    problems.requireMemory(
      memory, for: "asking", at: $model.field, remedy: "use a smaller model")
  }

  private static let batch = 64

  var memory: Int? {
    $model.outline?.configuration.inferenceBytes(batch: min(Self.batch, limit ?? .max))
  }

  private struct Question {
    let pair: Pairs.Pair
    let blank: FilledBlank
    /// What the end of the span stands for; nil where it does not count.
    let end: String?
  }

  func run(in context: StepContext) throws -> Outputs {
    let questions = try context.usable(
      try data.asked(part, limit: limit).map(question), called: "questions"
    ) { $0.blank.problem(for: model.model.configuration) }
    // One token more than the longest span has, so that the model can also end after it.
    let most = (questions.map(\.blank.span.count).max() ?? 0) + 1
    let trials = try context.inBatches(of: Self.batch, questions, unit: "questions") { batch in
      ask(Array(batch), most: most)
    }
    let characters = trials.reduce(0) { $0 + $1.pair.response.unicodeScalars.count }
    var outputs = Outputs()
    outputs.quiz = QuizOutputs(trials)
    outputs.characterLoss = trials.reduce(0) { $0 + $1.loss } / Double(characters)
    outputs.characters = Double(characters) / Double(trials.count)
    return outputs
  }

  private func question(_ pair: Pairs.Pair) throws -> Question {
    let gapped = GappedText(prompt: pair.prompt, middle: pair.response)
    let end = documents.joined([""])
    let isClosed = pair.response.hasSuffix(end)
    let response = pair.response.dropLast(isClosed ? end.count : 0)
    let tokenizer = model.tokenizer
    return Question(
      pair: pair,
      blank: FilledBlank(
        prefix: try tokenizer.encode(gapped?.prefix ?? pair.prompt),
        span: try tokenizer.encode(String(response)),
        suffix: try tokenizer.encode(gapped?.suffix ?? "")),
      end: isClosed ? end : nil)
  }

  private func ask(_ questions: [Question], most: Int) -> [QuizTrial] {
    let blanks = questions.map(\.blank)
    let fillings = model.model.filled(blanks, most: most)
    let probabilities = model.model.logProbabilities(of: blanks)
    return questions.indices.map { index in
      let (question, filling) = (questions[index], fillings[index])
      let (count, end) = (question.blank.span.count, question.end)
      let answer = end == nil ? Array(filling.tokens.prefix(count)) : filling.tokens
      let probability = probabilities[index]
      return QuizTrial(
        pair: question.pair, tokens: count + (end == nil ? 0 : 1),
        answer: model.tokenizer.decode(answer) + (filling.isEnded ? end ?? "" : ""),
        loss: -probability.tokens - (end == nil ? 0 : probability.end))
    }
  }
}
