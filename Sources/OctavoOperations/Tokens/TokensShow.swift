import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `tokens.show`: a text token by token, with what a model or a training makes of each.
struct TokensShow: Operation {
  static let manual = Manual(
    "tokens.show", "Shows texts token by token, colored by what a model makes of them.",
    discussion: """
      With `model` and `text`: each token is colored by how much it surprises the model. `surprise` \
      is −log₂ of the probability that the model gives the token after those before it, in bits; \
      `probability` is that probability itself. The first token has nothing before it and stays \
      uncolored.

      With `rollouts`: responses of a policy in training, a table each, with one column a token and \
      one row a quantity. `log-probability`, `reference-log-probability` and `new-log-probability` are \
      those of the policy that responded, of the reference, and of the policy after the iteration's \
      updates; `kl` is the difference of the first two; `reward` the penalty −β·`kl`, and the score at \
      the last token; `advantage` and `return` what the actor and the critic learned from; `ratio` \
      π_new/π_old.
      """,
    example: """
      run: tokens.show
      rollouts: ppo.rollouts
      iterations: [1, 30]
      responses: [1, 2]
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The texts with their colors.") var strip: Figure
    @Output("The tokens, one per row.") var tokens: Table
    @Output("The mean surprise, in bits per token, of a text shown by a model.") var surprise:
      Double?

    var shown: [any DeclaredOutput] { [$strip, $surprise] }
  }

  @Input("The model that a text is shown by.") var model: LanguageModel?
  @Option("The text.") var text = ""
  @Option("By what its tokens are colored.") var by = Quantity.surprise
  @Input("The responses of a training.") var rollouts: Rollouts?
  @Option(
    "Of which iterations responses are shown; without it, of the first and the last kept.",
    .each(.limit, count: 0...1000))
  var iterations: [Int] = []
  @Option(
    "Which of an iteration's responses are shown, counted from 1.",
    .each(.within(1...1000), count: 1...1000))
  var responses = [1]
  @Option("Which quantities are shown; without it, all.", .count(0...100))
  var quantities: [RolloutQuantity] = []

  enum Quantity: String, OptionChoice { case surprise, probability }

  func check(_ problems: inout Problems) {
    if $model.isGiven == $rollouts.isGiven {
      problems.report(
        $model.isGiven ? "both kinds of texts are given" : "there is nothing to show",
        remedy: "give `model` and `text`, or `rollouts`")
    } else if $model.isGiven, text.isEmpty {
      problems.report(at: $text, "there is no text to show", remedy: "give `text`")
    } else if $model.isGiven, text.utf8.count == 1 {
      problems.report(at: $text, Self.singleToken, remedy: "give a longer one")
    }
    if $model.isGiven { problems.requireWritable(text, by: $model.outline, at: $text) }
    if let kept = $rollouts.outline { check(against: kept, &problems) }
  }

  private static let singleToken = "the text is a single token"

  private func check(against kept: Rollouts.Outline, _ problems: inout Problems) {
    guard kept.responses > 0 else {
      problems.report(at: $rollouts.field, Self.nothingKept, remedy: Self.keepSome)
      return
    }
    if let iteration = iterations.first(where: { !kept.isKept($0) }) {
      let isTooLate = iteration > kept.iterations
      problems.report(
        at: $iterations, "no response of iteration \(iteration.forReading) is kept",
        remedy: isTooLate
          ? "the last iteration is \(kept.iterations.forReading)"
          : "kept are those of the first iteration, of every "
            + "\(kept.interval.forReading) after it, and of the last")
    }
    if let number = responses.first(where: { $0 > kept.responses }) {
      problems.report(
        at: $responses,
        "there is no response \(number.forReading): \(kept.responses) of an iteration are kept",
        remedy: "let `ppo.train` keep more by `record: {responses: \(number)}`")
    }
  }

  private static let nothingKept = "no response was kept token by token"
  private static let keepSome = "let `ppo.train` keep some by `record`"

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$tokens] = TableOutline(
      columns: !$model.isGiven
        ? RolloutStrips.columns(shownQuantities) : ["token", "text", "surprise", "probability"],
      types: ["text": .text])
  }

  private var shownQuantities: [RolloutQuantity] {
    quantities.isEmpty ? RolloutQuantity.allCases : quantities
  }

  func run(in context: StepContext) throws -> Outputs {
    var outputs = Outputs()
    if let rollouts {
      let strips = RolloutStrips(
        responses: try chosen(from: rollouts.responses), quantities: shownQuantities)
      outputs.strip = Figure(.tokens(strips.strips))
      outputs.tokens = strips.table
    } else if let model {
      try show(by: model, in: &outputs)
    }
    return outputs
  }

  private func chosen(from all: [Rollouts.Response]) throws -> [Rollouts.Response] {
    let kept = all.map(\.record.iteration)
    guard let first = kept.first, let last = kept.last else {
      throw OperationError(Self.nothingKept, remedy: Self.keepSome)
    }
    let wanted = iterations.isEmpty ? (first == last ? [first] : [first, last]) : iterations
    return try wanted.flatMap { iteration in
      let found = all.filter { $0.record.iteration == iteration }
      guard !found.isEmpty else {
        throw OperationError(
          "no response of iteration \(iteration) was kept",
          remedy: "those kept are of the iterations "
            + Set(kept).sorted().map(String.init).joined(separator: ", "))
      }
      return try responses.map { number in
        guard 1...found.count ~= number else {
          throw OperationError(
            "there is no response \(number): \(found.count) of iteration \(iteration) were kept",
            remedy: "let `ppo.train` keep more by `record: {responses: \(max(number, 1))}`")
        }
        return found[number - 1]
      }
    }
  }

  private func show(by model: LanguageModel, in outputs: inout Outputs) throws {
    let tokens = try model.tokenizer.encode(text)
    guard tokens.count > 1 else {
      throw OperationError(Self.singleToken, remedy: "give a longer one")
    }
    let bits = try model.model.logProbabilities(of: tokens).map { -$0 / Double.log(2) }
    let surprise = [nil] + bits.map(Optional.some)
    let probability = surprise.map { $0.map { Double.exp2(-$0) } }
    let texts = tokens.map(model.tokenizer.display)
    let row =
      switch by {
      case .surprise: TokenStrip.Row("surprise", unit: "bits", scale: .sequential, values: surprise)
      case .probability:
        TokenStrip.Row("probability", scale: .sequential, values: probability)
      }
    outputs.strip = Figure(.tokens([TokenStrip(tokens: texts, rows: [row])]))
    outputs.tokens = Table([
      .init("token", integers: tokens.map(Int.init)),
      .init("text", texts: texts),
      .init("surprise", unit: "bits", surprise.map { $0.map(Value.number) }),
      .init("probability", probability.map { $0.map(Value.number) }),
    ])
    outputs.surprise = bits.mean
  }
}
