import OctavoEngine
import OctavoResults
import OctavoRunner

/// `multimodal.evaluate`: how often a language model that reads images answers questions about them
/// correctly.
struct MultimodalEvaluate: Operation {
  static let manual = Manual(
    "multimodal.evaluate",
    "Measures how often a language model answers questions about images correctly.",
    discussion: """
      With `answering: writing` the model continues each prompt with the most likely token at each \
      step (greedy decoding), until a `stop` text is complete or the answer has as many tokens as the \
      longest response. If the correct response ends in a stop text, the answer must end there too; \
      otherwise it is cut to the number of tokens of the response. An answer is correct if it equals \
      the response exactly. With `answering: ranking` the model chooses from the responses to all \
      questions of the same kind in this split the one with the highest log-likelihood. With the \
      questions of `images.ask`, it so chooses among all captions. `sight` replaces the image by a \
      grey one or by that of the next question: an answer that is still correct does not show that \
      the model used the image.
      """,
    example: """
      run: multimodal.evaluate
      model: palm
      questions: questions
      stop: ["\\n"]
      """)
  struct Outputs: OutputGroup {
    @Output("The share of questions that are answered correctly.", isShare: true)
    var accuracy: Estimate
    @Output("With `answering: ranking`: the accuracy of choosing at random.", isShare: true)
    var chance: Double?
    @Output("The mean cross-entropy of the correct responses, in nats per token.") var loss: Double
    @Output("The same in nats per response.") var responseLoss: Estimate
    @Output("The number of questions asked.") var count: Int
    @Output(
      "One row per kind of question, with the share answered correctly, its 95 % interval, and the "
        + "loss in nats per response.",
      columns: ["kind", "count", "accuracy", "lower", "upper", "loss"], types: ["kind": .text])
    var kinds: Table
    @Output(
      "One row per question; `right` is 1 where the answer is correct and 0 elsewhere, the loss is in "
        + "nats per response.",
      columns: ["kind", "prompt", "response", "answer", "right", "loss"],
      types: ["kind": .text, "prompt": .text, "response": .text, "answer": .text])
    var answers: Table
    @Output("The first images with their questions and answers.") var examples: Figure

    var shown: [any DeclaredOutput] { [$examples, $accuracy, $loss, $count] }
  }

  @Input("The model.") var model: ImageLanguageModel
  @Input("The images with questions and answers.") var questions: ImageQuestions
  @Option("Which split of the questions.") var part = ImagePart.validation
  @Option("Asks only questions of this kind, such as `color`.", .notEmpty) var kind: String?
  @Option("How the model answers.") var answering = Answering.writing
  @Option(
    "The image that the model sees: the question's `own`, that of the next question (`other`), or a "
      + "grey one (`none`).")
  var sight = Sight.own
  @Option("Asks at most this many, from the first.", .limit) var limit: Int?
  let ending = StopOptions()

  func check(_ problems: inout Problems) {
    part.check($questions.outline?.images, at: $part, &problems)
    ImageFormat.check(
      $questions.outline?.images.format, for: $model.outline?.configuration.image.format,
      at: $questions.field, &problems)
    ImageQuestions.check(kind, at: $kind, in: $questions.outline, &problems)
    if answering == .ranking, !ending.stop.isEmpty {
      problems.report(
        at: ending.$stop, "`stop` has no effect where responses are ranked",
        remedy: "leave `stop` out, or `answering: ranking`")
    }
    ending.check(for: $model.outline?.language, to: &problems)
  }

  private static let batch = 64

  /// A question with the model's answer.
  private struct Trial {
    let question: ImageQuestions.Question
    /// The index of its image in the split.
    let image: Int
    /// The number of tokens of the correct response.
    let tokens: Int
    let answer: String
    /// The negative log-likelihood of the correct response, in nats.
    let loss: Double

    var isRight: Bool { answer == question.response }
  }

  func run(in context: StepContext) throws -> Outputs {
    let (set, all) = questions.part(part)
    guard !all.isEmpty else {
      throw OperationError("there are no such questions", remedy: "choose another `part`")
    }
    try model.model.configuration.image.format.require(set)
    let usable = try context.usable(
      all, called: "questions", by: model.tokenizer, for: model.model.configuration)
    let chosen = usable.filter { kind == nil || all[$0.index].kind == kind }
    guard !chosen.isEmpty else {
      throw ImageQuestions.unknown(kind ?? "", among: Set(all.map(\.kind)).sorted())
    }
    let asked = Array(chosen.prefix(limit ?? .max))
    let seen = sight.seen(set)
    let answers: [String]
    var chance: Double?
    switch answering {
    case .writing: answers = try written(asked, all, seen, in: context)
    case .ranking:
      let candidates = Dictionary(grouping: chosen) { all[$0.index].kind }.mapValues { alike in
        Set(alike.map { all[$0.index].response }).sorted()
      }
      chance = asked.map { 1 / Double(candidates[all[$0.index].kind]!.count) }.mean
      answers = try ranked(asked, all, candidates, seen, in: context)
    }
    let losses = try context.inBatches(of: Self.batch, asked, unit: "questions") { batch in
      model.model.logProbabilities(
        of: batch.map(\.prompt), images: seen[batch.map(\.index)].tensor
      ).map { -$0 }
    }
    return try outputs(
      of: asked.indices.map {
        Trial(
          question: all[asked[$0].index], image: asked[$0].index,
          tokens: asked[$0].prompt.response.count, answer: answers[$0], loss: losses[$0])
      }, set, chance: chance)
  }

  private typealias Asked = [(index: Int, prompt: ImagePrompt)]

  private func written(
    _ asked: Asked, _ all: [ImageQuestions.Question], _ seen: ImageSet, in context: StepContext
  ) throws -> [String] {
    let stop = try ending.texts(for: model.tokenizer)
    let most = asked.map(\.prompt.response.count).max() ?? 1
    return try context.inBatches(of: Self.batch, asked, unit: "questions") { batch in
      let written = model.model.answers(
        to: batch.map(\.prompt), images: seen[batch.map(\.index)].tensor, tokens: most,
        stop: stop)
      return zip(batch, written).map { asked, written in
        let isEnded = ending.ends(all[asked.index].response)
        return model.tokenizer.decode(
          isEnded ? written : Array(written.prefix(asked.prompt.response.count)))
      }
    }
  }

  /// The most likely of the responses to questions of the same kind, for each question.
  private func ranked(
    _ asked: Asked, _ all: [ImageQuestions.Question], _ candidates: [String: [String]],
    _ seen: ImageSet, in context: StepContext
  ) throws -> [String] {
    let tokens = try candidates.mapValues { try $0.map { try model.tokenizer.encode($0) } }
    return try context.inBatches(of: 1, asked, unit: "questions") { batch in
      let (index, prompt) = batch[batch.startIndex]
      let kind = all[index].kind
      let image = seen[[index]].tensor
      let prompts = tokens[kind]!.map { ImagePrompt(parts: prompt.parts, response: $0) }
      // A response that does not fit into the context after this prompt cannot be ranked.
      let places = prompts.indices.filter {
        prompts[$0].problem(for: model.model.configuration) == nil
      }
      let scores = places.batches(of: 256).flatMap { part in
        model.model.logProbabilities(
          of: part.map { prompts[$0] }, images: image, shown: part.map { _ in 0 })
      }
      let best = places.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
      return [candidates[kind]![places[best]]]
    }
  }

  private func outputs(
    of trials: [Trial], _ set: ImageSet, chance: Double?
  ) throws -> Outputs {
    let losses = trials.map(\.loss)
    let groups = Dictionary(grouping: trials, by: \.question.kind).sorted { $0.key < $1.key }
    let shares = groups.map { Estimate(share: $0.value.count { $0.isRight }, of: $0.value.count) }
    var outputs = Outputs()
    outputs.accuracy = Estimate(share: trials.count { $0.isRight }, of: trials.count)
    outputs.chance = chance
    outputs.loss = losses.reduce(0, +) / Double(trials.reduce(0) { $0 + $1.tokens })
    outputs.responseLoss = Estimate(meanOf: losses)
    outputs.count = trials.count
    outputs.kinds = Table([
      .init("kind", texts: groups.map(\.key)),
      .init("count", integers: groups.map(\.value.count)),
      .init("accuracy", numbers: shares.map(\.value)),
      .init("lower", numbers: shares.map(\.lower)),
      .init("upper", numbers: shares.map(\.upper)),
      .init("loss", unit: "nats", numbers: groups.map { $0.value.map(\.loss).mean }),
    ])
    outputs.answers = Table([
      .init("kind", texts: trials.map(\.question.kind)),
      .init("prompt", texts: trials.map(\.question.prompt)),
      .init("response", texts: trials.map(\.question.response)),
      .init("answer", texts: trials.map(\.answer)),
      .init("right", integers: trials.map { $0.isRight ? 1 : 0 }),
      .init("loss", unit: "nats", numbers: losses),
    ])
    let first = trials.prefix(12)
    outputs.examples = Figure(
      .images(
        try set.tiles(
          first.map(\.image),
          labels: first.map { trial in
            let answer = trial.answer.trimmed
            let text = trial.question.text + (trial.question.text.isEmpty ? "" : " ")
            return "\(text)\(answer)"
              + (trial.isRight ? "" : " (right: \(trial.question.answer))")
          })), caption: "The first images with their questions and the model's answers.")
    return outputs
  }
}

/// How a model answers a question.
enum Answering: String, OptionChoice {
  /// It writes the most likely token at each step.
  case writing
  /// It chooses the most likely of given responses.
  case ranking
}
