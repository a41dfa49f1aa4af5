import OctavoEngine
import OctavoResults
import OctavoRunner

/// `retro.quiz`: how often a language model that reads neighbors gives the right response.
struct RetroQuiz: Operation {
  static let manual = Manual(
    "retro.quiz", "Asks a model that reads neighbors the prompts of pairs.",
    discussion: """
      The same as `gpt.quiz`, with neighbors. The last chunk of a prompt ends with the prompt, so that \
      the response is written with the neighbors of the question (Borgeaud et al. 2022, section 4.3); \
      the first chunk may be shorter. If a response is longer than a chunk, its own chunks are looked \
      up too. `recall` is the share of questions whose right response occurs in the neighbors of the \
      prompt, and `grounded` the share whose answer does, right or wrong.
      """,
    example: """
      run: retro.quiz
      model: reader
      data: facts.questions
      store: facts
      stop: ["\\n"]
      """)
  static let drawsRandomNumbers = true
  struct Outputs: OutputGroup {
    var quiz = QuizOutputs()
    @Output("The share of questions whose response stands in the neighbors.", isShare: true)
    var recall: Estimate?
    @Output("The share of questions whose answer stands in the neighbors.", isShare: true)
    var grounded: Estimate?

    var shown: [any DeclaredOutput] { quiz.shown + [$recall, $grounded] }
  }

  @Input("The model.") var model: RetrievalLanguageModel
  @Input("The questions: prompts with the right responses.") var data: Pairs
  @Input("The text in which neighbors are found.") var store: Corpus
  @Option("Which part of the pairs is asked.") var part = CorpusPart.validation
  @Option("Asks at most this many, from the first.", .limit) var limit: Int?
  let reading = NeighborOptions()
  let ending = StopOptions()

  func check(_ problems: inout Problems) {
    problems.requireQuestions($data, part)
    let language = $model.outline?.language
    ending.check(for: language, to: &problems)
    problems.requireWritable($store.outline, by: language, at: $store.field)
    problems.requireMemory(memory, for: "asking", at: $model.field, remedy: "use a smaller model")
  }

  private static let batch = 64

  var memory: Int? {
    guard let configuration = $model.outline?.configuration, configuration.problems.isEmpty else {
      return nil
    }
    return configuration.inferenceBytes(batch: Self.batch)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if reading.neighbors == .none {
      outputs.leaveOut(\.$recall)
      outputs.leaveOut(\.$grounded)
    }
  }

  /// A question by its place in the list, with the answer and the neighbors of its prompt as text.
  private struct Asked {
    let place: Int
    let trial: QuizTrial
    let neighbors: [String]
  }

  func run(in context: StepContext) throws -> Outputs {
    let (tokenizer, configuration) = (model.tokenizer, model.model.configuration)
    let questions = try context.questions(
      data, part, limit: limit, tokenizer, for: configuration.language)
    let store = try reading.documents.store(
      of: store, tokenizer, chunk: configuration.retrieval.chunk)
    let lookup = try lookup(in: store, for: questions, RandomStream(seed: context.seed))
    let stop = try ending.texts(for: tokenizer)
    let most = questions.map(\.tokens.response.count).max() ?? 1
    // In prompts of the same length, chunks end at the same places.
    let order = questions.indices.sorted {
      (questions[$0].tokens.prompt.count, $0) < (questions[$1].tokens.prompt.count, $1)
    }
    let groups = order.divided {
      questions[$0].tokens.prompt.count == questions[$1].tokens.prompt.count
    }
    .flatMap { $0.batches(of: Self.batch) }
    let asked = try context.inBatches(of: 1, groups, unit: "batches") { batch in
      ask(batch[batch.startIndex].map { ($0, questions[$0]) }, tokens: most, stop, lookup)
    }.sorted { $0.place < $1.place }
    if reading.neighbors != .none {
      let missing = asked.count { $0.neighbors.allSatisfy(\.isEmpty) }
      context.warnOfMissingNeighbors(
        Double(missing) / Double(max(1, asked.count)), of: "questions")
    }
    return outputs(of: asked)
  }

  private func ask(
    _ questions: [(place: Int, question: QuizQuestion)], tokens most: Int, _ stop: StopTexts,
    _ lookup: RetroModel.Lookup?
  ) -> [Asked] {
    let examples = questions.map(\.question.tokens)
    let answers = model.model.answers(
      to: examples.map(\.prompt), tokens: most, stop: stop, lookup: lookup)
    let logProbabilities = model.model.logProbabilities(of: examples, lookup: lookup)
    let chunk = model.model.configuration.retrieval.chunk
    return questions.indices.map { index in
      let (place, question) = questions[index]
      let found = lookup?(Array(question.tokens.prompt.suffix(chunk))) ?? []
      return Asked(
        place: place,
        trial: QuizTrial(
          pair: question.pair, tokens: question.tokens.response.count,
          answer: ending.answer(answers[index], to: question, model.tokenizer),
          loss: -logProbabilities[index]),
        neighbors: found.batches(of: 2 * chunk).map { tokens in
          model.tokenizer.decode(tokens.filter { $0 >= 0 })
        })
    }
  }

  /// How neighbors are looked up; nil where none are read.
  private func lookup(
    in store: NeighborStore, for questions: [QuizQuestion], _ stream: RandomStream
  ) throws -> RetroModel.Lookup? {
    let count = reading.count(for: model.model)
    let tokenizer = model.tokenizer
    switch reading.neighbors {
    case .none: return nil
    case .right:
      return { store.joinedNeighbors(of: tokenizer.decode($0), count: count) }
    case .shuffled:
      let prompts = questions.map { Array($0.tokens.prompt.suffix(store.chunk)) }
      guard Set(prompts).count > 1 else {
        throw OperationError(
          "there is no other question whose neighbors could be read",
          remedy: "ask more questions, or choose other `neighbors`")
      }
      return { chunk in
        // Seeded by the chunk's tokens, so that the order of look-ups does not matter.
        let number = chunk.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
        var stream = stream.derived(for: "other questions", index: number)
        let others = prompts.filter { $0 != chunk }
        let other = others[stream.integer(below: others.count)]
        return store.joinedNeighbors(of: tokenizer.decode(other), count: count)
      }
    }
  }

  private func outputs(of asked: [Asked]) -> Outputs {
    func share(_ holds: (Asked, String) -> Bool) -> Estimate {
      Estimate(
        share: asked.count { each in each.neighbors.contains { holds(each, $0) } },
        of: asked.count)
    }
    var outputs = Outputs()
    outputs.quiz = QuizOutputs(asked.map(\.trial))
    if reading.neighbors != .none {
      outputs.recall = share { $1.holdsWords(of: $0.trial.pair.response) }
      outputs.grounded = share { $1.holdsWords(of: $0.trial.answer) }
    }
    return outputs
  }
}

extension Array {
  /// The elements in runs, which end where two successive elements do not belong together.
  fileprivate func divided(where belong: (Element, Element) -> Bool) -> [[Element]] {
    reduce(into: []) { runs, element in
      if let last = runs.last?.last, belong(last, element) {
        runs[runs.count - 1].append(element)
      } else {
        runs.append([element])
      }
    }
  }
}
