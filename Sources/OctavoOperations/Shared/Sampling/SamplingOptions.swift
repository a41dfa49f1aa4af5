import OctavoEngine
import OctavoRunner

/// How a language model chooses tokens.
struct SamplingOptions: OptionGroup {
  @Option(
    "How many tokens to write at most; without it 200, or as many as the context leaves where a response must fit into it.",
    .within(1...100_000)) var tokens: Int?
  @Option("How freely to choose; 0 always takes the likeliest token.", .within(0...100))
  var temperature = 1.0
  @Option("Draws among this many of the likeliest tokens alone.", .limit) var topK: Int?
  @Option("Draws among the likeliest tokens that together have this probability.", .share)
  var topP: Double?
  @Option("Draws among tokens at least this share as likely as the likeliest.", .within(0...1))
  var minP: Double?
  @Option("By what the logits of tokens already there are divided.", .within(0.01...100))
  var repetitionPenalty = 1.0
  let ending = StopOptions()

  var stop: [String] { ending.stop }
  var mostTokens: Int { tokens ?? 200 }

  func settings(for tokenizer: Tokenizer) throws -> SamplingSettings {
    SamplingSettings(
      maximumTokens: mostTokens, temperature: temperature, topK: topK, topP: topP, minP: minP,
      repetitionPenalty: repetitionPenalty, stop: try ending.texts(for: tokenizer))
  }

  /// Whether some of what a model may write is never drawn, or is drawn with another probability than
  /// the temperature alone gives it.
  var isTruncating: Bool {
    temperature == 0 || topK != nil || (topP ?? 1) < 1 || (minP ?? 0) > 0 || repetitionPenalty != 1
  }
}
