import OctavoEngine
import OctavoResults
import OctavoRunner

/// `gpt.quiz`: how often a language model gives the response that is wanted.
struct GPTQuiz: Operation {
  static let manual = Manual(
    "gpt.quiz", "Asks a model the prompts of pairs and compares its answers with the responses.",
    discussion: """
      The model continues each prompt with the most likely tokens, until one of `stop` or for as many \
      tokens as the longest response has. Where the right response ends in a stop text, the answer must \
      end there too; else it is cut to the response's number of tokens. An answer is right if it is the \
      response to the letter. Its similarity is one less the edit distance (Levenshtein 1966) as a share \
      of the longer of the two. The loss is the cross-entropy of the right response.
      """,
    example: """
      run: gpt.quiz
      model: pretrain
      data: questions
      stop: ["\\n"]
      """)
  struct Outputs: OutputGroup {
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

  @Input("The model.") var model: LanguageModel
  @Input("The questions: prompts with the right responses.") var data: Pairs
  @Option("Which part of the pairs is asked.") var part = CorpusPart.validation
  @Option("Asks at most this many, from the first.", .limit) var limit: Int?
  let ending = StopOptions()

  func check(_ problems: inout Problems) {
    if part == .validation, $data.outline?.hasValidation == false {
      problems.report(
        at: $data.field, "the validation split of these pairs is empty",
        remedy: "ask their `part: training`, or hold some back")
    }
    ending.check(for: $model.outline, to: &problems)
    problems.requireMemory(
      memory, for: "asking", at: $model.field, remedy: "use a smaller model")
  }

  private static let batch = 64

  /// Without what the prompts take, whose length is not known.
  var memory: Int? {
    $model.outline?.configuration.samplingBytes(
      rows: min(Self.batch, limit ?? .max), tokens: 1)
  }

  private typealias Question = (pair: Pairs.Pair, tokens: PromptResponse)

  /// A question and what the model made of it.
  private struct Trial {
    let pair: Pairs.Pair
    let tokens: PromptResponse
    let answer: String
    /// In nats per response.
    let loss: Double

    var isRight: Bool { answer == pair.response }
    var similarity: Double { answer.editSimilarity(to: pair.response) }
  }

  func run(in context: StepContext) throws -> Outputs {
    let pairs = (part == .validation ? data.validation : data.training).prefix(limit ?? .max)
    let questions = try context.usable(
      try pairs.map { Question(pair: $0, tokens: try $0.encoded(by: model.tokenizer)) },
      called: "questions"
    ) { $0.tokens.problem(for: model.model.configuration) }
    let settings = SamplingSettings(
      maximumTokens: questions.map(\.tokens.response.count).max() ?? 1, temperature: 0,
      stop: try ending.texts(for: model.tokenizer))
    let trials = try context.inBatches(of: Self.batch, questions, unit: "questions") { batch in
      try ask(Array(batch), settings)
    }
    return result(of: trials)
  }

  private func ask(_ questions: [Question], _ settings: SamplingSettings) throws -> [Trial] {
    let samples = try model.model.sample(
      prompts: questions.map(\.tokens.prompt), settings: settings, stream: RandomStream(seed: 0))
    let logProbabilities = model.model.logProbabilities(of: questions.map(\.tokens))
    return questions.indices.map { index in
      let (question, written) = (questions[index], samples[index].tokens)
      let isEnded = ending.ends(question.pair.response)
      let answer = isEnded ? written : Array(written.prefix(question.tokens.response.count))
      return Trial(
        pair: question.pair, tokens: question.tokens, answer: model.tokenizer.decode(answer),
        loss: -logProbabilities[index])
    }
  }

  private func result(of trials: [Trial]) -> Outputs {
    let similarities = trials.map(\.similarity)
    let losses = trials.map(\.loss)
    let tokens = trials.reduce(0) { $0 + $1.tokens.response.count }
    var outputs = Outputs()
    outputs.accuracy = Estimate(share: trials.count { $0.isRight }, of: trials.count)
    outputs.similarity = Estimate(meanOf: similarities)
    outputs.loss = losses.reduce(0, +) / Double(tokens)
    outputs.responseLoss = Estimate(meanOf: losses)
    outputs.questions = trials.count
    outputs.answers = Table([
      .init("prompt", texts: trials.map(\.pair.prompt)),
      .init("response", texts: trials.map(\.pair.response)),
      .init("answer", texts: trials.map(\.answer)),
      .init("right", integers: trials.map { $0.isRight ? 1 : 0 }),
      .init("similarity", numbers: similarities),
      .init("loss", unit: "nats", numbers: losses),
    ])
    let examples = trials.filter(\.isRight).prefix(2) + trials.filter { !$0.isRight }.prefix(2)
    outputs.passages = Figure(
      .passages(
        examples.map { trial in
          Passage(
            label: trial.isRight ? "right" : "wrong, it is “\(trial.pair.response.trimmed)”",
            prompt: trial.pair.prompt, text: trial.answer)
        }))
    return outputs
  }
}
