import OctavoEngine
import OctavoResults
import OctavoRunner

extension ShapeQuestion.Kind: OptionChoice {}

/// `shapes.ask`: scenes of shapes with a question about each, and its answer.
struct ShapesAsk: Operation {
  static let manual = Manual(
    "shapes.ask", "Draws scenes of colored shapes with a question about each, and its answer.",
    discussion: """
      A scene has up to four shapes, at most one in each quarter of the image. The kinds of questions \
      are asked in turn: “how many shapes are there?”, “what color is the circle?” in a scene with one \
      circle, “what shape is red?” in a scene with one red shape, “what is left of the red circle?” \
      (or right of, above, below) where one shape is there, and “is there a red circle?”. \
      Combinations are drawn uniformly, and yes and no are equally likely. `blind` has the accuracy \
      that the words of the questions alone allow. Combinations named in `without` are not drawn. \
      With `with`, every question is about one of those named there: it is the shape whose color, \
      form or place is asked for, while the other shapes are drawn from all. So a model can be \
      trained without a combination and asked about it. In `prompt` and `response`, `{question}` and \
      `{answer}` stand for the question and its answer, and `<image>` for the image, which otherwise \
      comes first.
      """,
    example: """
      run: shapes.ask
      count: 4000
      without: [red circle]
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  struct Outputs: OutputGroup {
    @Output("The questions with their images and answers.") var questions: ImageQuestions
    @Output("The images, each with its question and answer as the caption.") var images: Images
    @Output(
      "One line for each question, after a description of its image by quarters, such as `red "
        + "circle, nothing, blue square, nothing:`.") var text: Corpus
    @Output("The number of questions in the training split.") var count: Int
    @Output("The size of the validation split.") var validationCount: Int
    @Output(
      "One row per kind: the number of different answers, the number of validation questions, and the "
        + "share of them whose answer is the most frequent one to the same words in the training split.",
      columns: ["kind", "answers", "count", "accuracy"], types: ["kind": .text]) var blind: Table
    @Output("The first dozen images with their questions and answers.") var examples: Figure

    var shown: [any DeclaredOutput] { [$examples, $count, $validationCount] }
  }

  @Option("The number of questions, each about its own image.", .within(1...1_000_000))
  var count = 4000
  @Option("The height and width of an image in pixels.", .within(16...256)) var side = 32
  @Option("The most shapes in a scene.", .within(1...ShapeQuestions.room)) var most = 3
  @Option("Which kinds of questions are asked, in turn.", .notEmpty)
  var kinds = ShapeQuestion.Kind.allCases
  let combinations = CombinationOptions(
    with: "Combinations that the questions are about; without it, all that are drawn.")
  @Option("The template of the prompts.", .notEmpty) var prompt = "<image>{question}"
  @Option("The template of the responses.", .notEmpty) var response = " {answer}\n"
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  private static let question = "{question}"
  private static let answer = "{answer}"

  func check(_ problems: inout Problems) {
    if Set(kinds).count < kinds.count {
      problems.report(at: $kinds, "a kind is named twice")
    }
    if !prompt.contains(Self.question) {
      problems.report(
        at: $prompt, "the prompt does not contain the question",
        remedy: "write `\(Self.question)` where the question belongs")
    }
    if !response.contains(Self.answer) {
      problems.report(
        at: $response, "the response does not contain the answer",
        remedy: "write `\(Self.answer)` where the answer belongs")
    }
    for (text, field, foreign) in [
      (prompt, $prompt, Self.answer), (response, $response, Self.question),
    ] where text.contains(foreign) {
      problems.report(
        at: field, "`\(foreign)` has no meaning here, and would stand in the text as it is written",
        remedy: "`\(Self.question)` belongs in `prompt`, and `\(Self.answer)` in `response`")
    }
    if !combinations.drawn.isEmpty, !combinations.wanted.isEmpty {
      for kind in kinds {
        if let problem = questions.problem(of: kind) {
          problems.report(
            at: $kinds, "there is nothing to ask of the kind `\(kind.rawValue)`: \(problem)",
            remedy: "leave the kind out, or draw more")
        }
      }
    }
    problems.requireMemory(
      count * side * side * 3 * 5, for: "drawing", at: $count,
      remedy: "draw fewer or smaller images")
  }

  private var questions: ShapeQuestions {
    ShapeQuestions(
      kinds: kinds, most: most, asked: combinations.wanted, shown: combinations.drawn)
  }

  /// No question with its answer has more words.
  private static let mostWords = 9
  /// In characters: the description of a scene with its question and answer.
  private static let longestLine = 4 * 17 + 80

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    let validationCount = Int(Double(count) * validationFraction)
    let images = Images.Outline(
      height: side, width: side, channels: 3, count: count - validationCount,
      validationCount: validationCount, captionLength: Self.mostWords)
    outputs[\.$images] = images
    let alphabet = Set.smallLetters(and: " ?\n").union((prompt + response).unicodeScalars)
    outputs[\.$text] = Corpus.Outline(
      characters: count * (Self.longestLine + prompt.count + response.count),
      validationFraction: validationFraction, alphabet: alphabet.union(",:".unicodeScalars))
    outputs[\.$questions] = ImageQuestions.Outline(
      images: images, kinds: kinds.map(\.rawValue))
  }

  func run(in context: StepContext) throws -> Outputs {
    let asked = questions.questions(count: count, from: RandomStream(seed: context.seed))
    let images = Images(
      try ImageSet(
        drawing: asked.map(\.objects), side: side,
        captions: asked.map { "\($0.text) \($0.answer)" }
      ) {
        try context.report(StepProgress($0, of: count, unit: "images"))
      }, validationFraction: validationFraction)
    let kept = images.training.count
    let written = asked.map(written)
    var outputs = Outputs()
    outputs.questions = ImageQuestions(
      images: images, training: Array(written[..<kept]), validation: Array(written[kept...]))
    outputs.images = images
    outputs.text = Corpus(
      training: zip(asked, written).prefix(kept).map(described).joined(),
      validation: zip(asked, written).dropFirst(kept).map(described).joined())
    outputs.count = kept
    outputs.validationCount = images.validation.count
    outputs.blind = blind(asked[..<kept], asked[kept...])
    outputs.examples = Figure(
      .images(try images.training.tiles(0..<min(12, kept))),
      caption: "The first images with their questions and answers.")
    return outputs
  }

  private func written(_ question: ShapeQuestion) -> ImageQuestions.Question {
    ImageQuestions.Question(
      prompt: prompt.replacing(Self.question, with: question.text),
      response: response.replacing(Self.answer, with: question.answer),
      kind: question.kind.rawValue)
  }

  /// The line of a question, after a description of its scene.
  private func described(_ question: ShapeQuestion, _ written: ImageQuestions.Question) -> String {
    "\(question.description): \(written.line)"
  }

  /// The accuracy of giving the most frequent answer to the same words, without the image.
  private func blind(
    _ training: ArraySlice<ShapeQuestion>, _ validation: ArraySlice<ShapeQuestion>
  ) -> Table {
    let answers = Dictionary(grouping: training, by: \.text).mapValues { alike in
      let counts = Dictionary(grouping: alike, by: \.answer).mapValues(\.count)
      return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
    let groups = kinds.map { kind in validation.filter { $0.kind == kind } }
    return Table([
      .init("kind", texts: kinds.map(\.rawValue)),
      .init(
        "answers",
        integers: kinds.map { kind in
          Set((training + validation).filter { $0.kind == kind }.map(\.answer)).count
        }),
      .init("count", integers: groups.map(\.count)),
      .init(
        "accuracy",
        groups.map { group in
          guard !group.isEmpty else { return nil }
          let right = group.count { answers[$0.text] == $0.answer }
          return .number(Double(right) / Double(group.count))
        }),
    ])
  }
}
