import OctavoEngine
import OctavoRunner

/// How a language model chooses tokens.
struct SamplingOptions: OptionGroup {
  @Option("How many tokens to write at most.", .within(1...100_000)) var tokens = 200
  @Option("How freely to choose; 0 always takes the likeliest token.", .within(0...100))
  var temperature = 1.0
  @Option("Draws among this many of the likeliest tokens alone.", .limit) var topK: Int?
  @Option("Draws among the likeliest tokens that together have this probability.", .share)
  var topP: Double?
  @Option("Draws among tokens at least this share as likely as the likeliest.", .within(0...1))
  var minP: Double?
  @Option("By what the logits of tokens already there are divided.", .within(0.01...100))
  var repetitionPenalty = 1.0
  @Option("Texts, each a single token, at which a text ends.") var stop: [String] = []

  func settings(for tokenizer: Tokenizer) throws -> SamplingSettings {
    SamplingSettings(
      maximumTokens: tokens, temperature: temperature, topK: topK, topP: topP, minP: minP,
      repetitionPenalty: repetitionPenalty, stopTokens: try tokenizer.stopTokens(stop))
  }

  /// The same, with no response longer than leaves it whole in the model's context.
  ///
  /// - Parameter prompts: each shorter than the context.
  func settings(for model: LanguageModel, prompts: [[Int32]]) throws -> SamplingSettings {
    var settings = try settings(for: model.tokenizer)
    let room = model.model.configuration.context - (prompts.map(\.count).max() ?? 0)
    settings.maximumTokens = min(settings.maximumTokens, room)
    return settings
  }

  /// Whether some of what a model may write is never drawn, or is drawn with another probability than
  /// the temperature alone gives it.
  var isTruncating: Bool {
    temperature == 0 || topK != nil || (topP ?? 1) < 1 || (minP ?? 0) > 0 || repetitionPenalty != 1
  }
}

extension Tokenizer {
  /// The tokens that some texts are, at which a sample ends.
  ///
  /// - Throws: `OperationError` for a text that is not a single token.
  func stopTokens(_ texts: [String]) throws -> Set<Int32> {
    Set(
      try texts.map { text in
        let tokens = try encode(text)
        guard tokens.count == 1 else {
          throw OperationError(
            "the stop text \"\(text)\" is \(tokens.count) tokens",
            remedy: "give a text that is a single token")
        }
        return tokens[0]
      })
  }
}
