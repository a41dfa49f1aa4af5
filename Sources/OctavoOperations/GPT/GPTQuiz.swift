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
  typealias Outputs = QuizOutputs

  @Input("The model.") var model: LanguageModel
  @Input("The questions: prompts with the right responses.") var data: Pairs
  @Option("Which part of the pairs is asked.") var part = CorpusPart.validation
  @Option("Asks at most this many, from the first.", .limit) var limit: Int?
  let ending = StopOptions()

  func check(_ problems: inout Problems) {
    problems.requireQuestions($data, part)
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

  func run(in context: StepContext) throws -> Outputs {
    let questions = try context.questions(
      data, part, limit: limit, model.tokenizer, for: model.model.configuration)
    let settings = SamplingSettings(
      maximumTokens: questions.map(\.tokens.response.count).max() ?? 1, temperature: 0,
      stop: try ending.texts(for: model.tokenizer))
    let trials = try context.inBatches(of: Self.batch, questions, unit: "questions") { batch in
      try ask(Array(batch), settings)
    }
    return QuizOutputs(trials)
  }

  private func ask(
    _ questions: [QuizQuestion], _ settings: SamplingSettings
  ) throws -> [QuizTrial] {
    let samples = try model.model.sample(
      prompts: questions.map(\.tokens.prompt), settings: settings, stream: RandomStream(seed: 0))
    let logProbabilities = model.model.logProbabilities(of: questions.map(\.tokens))
    return questions.indices.map { index in
      let question = questions[index]
      return QuizTrial(
        pair: question.pair, tokens: question.tokens.response.count,
        answer: ending.answer(samples[index].tokens, to: question, model.tokenizer),
        loss: -logProbabilities[index])
    }
  }
}
