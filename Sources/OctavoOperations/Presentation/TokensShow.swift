import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `tokens.show`: a text, each token coloured by how much it surprises a model.
struct TokensShow: Operation {
  static let manual = Manual(
    "tokens.show", "Shows a text token by token, coloured by what a language model makes of it.",
    discussion: """
      `surprise` is −log₂ of the probability that the model gives the token after those before it, in \
      bits; `probability` is that probability itself. The first token has nothing before it and \
      stays uncoloured.
      """,
    example: """
      run: tokens.show
      model: pretrain
      text: the king is dead, long live the king
      """)
  static let outputs: [Output] = [
    .figure("tokens", "The text with its colours."),
    .table("tokens", columns: ["token", "text", "surprise", "probability"], "The tokens."),
    .value("surprise", .number, "The mean surprise, in bits a token."),
  ]

  @Input("The model.") var model: LanguageModel
  @Option("The text.", .notEmpty) var text: String
  @Option("By what the tokens are coloured.") var by = Quantity.surprise

  enum Quantity: String, OptionChoice { case surprise, probability }

  func run(in context: StepContext) throws -> StepResult {
    let tokens = try model.tokenizer.encode(text)
    guard tokens.count > 1 else {
      throw OperationError("the text is a single token", remedy: "give a longer one")
    }
    let bits = try model.model.logProbabilities(of: tokens).map { -$0 / log(2) }
    let surprise = [nil] + bits.map(Optional.some)
    let probability = surprise.map { $0.map { exp2(-$0) } }
    let texts = tokens.map(model.tokenizer.display)
    let row =
      switch by {
      case .surprise: TokenStrip.Row("surprise", unit: "bits", scale: .sequential, values: surprise)
      case .probability:
        TokenStrip.Row("probability", scale: .sequential, values: probability)
      }

    var result = StepResult()
    result.figures["tokens"] = Figure(.tokens([TokenStrip(tokens: texts, rows: [row])]))
    result.tables["tokens"] = Table([
      .init("token", integers: tokens.map(Int.init)),
      .init("text", texts: texts),
      .init("surprise", unit: "bits", surprise.map { $0.map(Value.number) }),
      .init("probability", probability.map { $0.map(Value.number) }),
    ])
    result.values["surprise"] = .number(bits.mean)
    result.shown = ["tokens", "surprise"]
    return result
  }
}
