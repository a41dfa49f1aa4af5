import OctavoEngine
import OctavoRunner

/// How a language model chooses tokens.
struct SamplingOptions: OptionGroup {
  @Option(
    "How many tokens to write at most; without it 200, or as many as the context leaves where a response must fit into it.",
    .within(1...100_000)) var tokens: Int?
  @Option("The sampling temperature; 0 always takes the most likely token.", .within(0...100))
  var temperature = 1.0
  @Option("Samples from this many of the most likely tokens.", .limit) var topK: Int?
  @Option("Samples from the most likely tokens that together have this probability.", .share)
  var topP: Double?
  @Option(
    "Samples from tokens at least this share as likely as the most likely one.", .within(0...1))
  var minP: Double?
  @Option(
    "The divisor of the logits of tokens that have occurred (Keskar et al. 2019).",
    .within(0.01...100))
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
