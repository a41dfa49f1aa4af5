import OctavoEngine
import OctavoResults
import OctavoRunner

/// `fusion.quiz`: how often a model answers questions about images correctly.
struct FusionQuiz: Operation {
  static let manual = Manual(
    "fusion.quiz",
    "Measures how often a model answers questions about images correctly.",
    discussion: """
      Of the answers that it has learned, the model gives the one with the highest score. Questions \
      with an answer that it has not learned count as wrong, and a warning says how many there are.
      """,
    example: """
      run: fusion.quiz
      model: answers
      questions: asked
      """)
  struct Outputs: OutputGroup {
    @Output("The share of questions that are answered correctly.", isShare: true)
    var accuracy: Estimate
    @Output("How many questions were asked.") var count: Int
    @Output(
      "One row per kind of question: how many there are, and the share that is answered correctly, "
        + "with a 95 % interval (Wilson 1927).",
      columns: ["kind", "count"] + Estimate.names(of: "accuracy"), types: ["kind": .text])
    var kinds: Table
    @Output(
      "One row per question.", columns: ["kind", "question", "answer", "given", "agrees"],
      types: [
        "kind": .text, "question": .text, "answer": .text, "given": .text, "agrees": .boolean,
      ]) var answers: Table

    var shown: [any DeclaredOutput] { [$kinds, $accuracy, $count] }
  }

  @Input("The model, from `fusion.finetune`.") var model: QuestionAnswerer
  @Input("The questions about images.") var questions: ImageQuestions
  @Option("Which split of the questions.") var part = ImagePart.validation
  @Option("Asks only questions of this kind, such as `color`.", .notEmpty) var kind: String?
  @Option("Asks at most this many, from the first.", .limit) var limit: Int?

  func check(_ problems: inout Problems) {
    part.check($questions.outline?.images, at: $part, &problems)
    ImageFormat.check(
      $questions.outline?.images.format, for: $model.outline?.image.format, at: $questions.field,
      &problems)
    ImageQuestions.check(kind, at: $kind, in: $questions.outline, &problems)
  }

  func run(in context: StepContext) throws -> Outputs {
    let model = model.model
    let asked = try chosen()
    let set = questions.part(part).images
    try model.reader.image.format.require(set)
    let scores = try context.inBatches(of: 256, asked, unit: "questions") { batch in
      let tokens = try model.reader.vocabulary.encode(
        batch.map(\.question.text), length: model.reader.captionLength, called: "question")
      return [model.scores(tokens, set[batch.map(\.place)].tensor)]
    }
    let given = Tensor(joiningBatches: scores).indicesOfLargest().map { model.answers[$0] }
    let right = zip(given, asked).map { $0 == $1.question.answer }
    let learned = Set(model.answers)
    warnOfUnknown(
      asked.count { !learned.contains($0.question.answer) }, of: asked.count, in: context)
    let kinds = asked.map(\.question.kind).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let shares = kinds.map { kind in
      let own = zip(asked, right).filter { $0.0.question.kind == kind }
      return Estimate(share: own.count { $0.1 }, of: own.count)
    }
    var outputs = Outputs()
    outputs.accuracy = Estimate(share: right.count { $0 }, of: right.count)
    outputs.count = asked.count
    outputs.kinds = Table(
      [
        .init("kind", texts: kinds), .init("count", integers: shares.map(\.count)),
      ] + shares.columns("accuracy"))
    outputs.answers = Table([
      .init("kind", texts: asked.map(\.question.kind)),
      .init("question", texts: asked.map(\.question.text)),
      .init("answer", texts: asked.map(\.question.answer)), .init("given", texts: given),
      .init("agrees", right.map { .boolean($0) }),
    ])
    return outputs
  }

  private typealias Asked = (place: Int, question: ImageQuestions.Question)

  /// The questions to ask, with their places in the split.
  ///
  /// - Throws: where there are none.
  private func chosen() throws -> [Asked] {
    let all = questions.part(part).questions.enumerated().map { Asked($0, $1) }
    guard !all.isEmpty else {
      throw OperationError("there are no such questions", remedy: "choose another `part`")
    }
    let some = kind.map { kind in all.filter { $0.question.kind == kind } } ?? all
    guard !some.isEmpty else {
      throw ImageQuestions.unknown(kind ?? "", among: Set(all.map(\.question.kind)).sorted())
    }
    return Array(some.prefix(limit ?? .max))
  }

  private func warnOfUnknown(_ count: Int, of all: Int, in context: StepContext) {
    guard count > 0 else { return }
    context.warn(
      .ordinary,
      "\(count) of \(all) questions \(count == 1 ? "has" : "have") an answer that the model has not "
        + "learned, and \(count == 1 ? "counts" : "count") as wrong.")
  }
}
