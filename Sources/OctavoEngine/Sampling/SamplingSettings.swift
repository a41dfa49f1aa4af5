/// How the next token is chosen from a model's scores.
///
/// The choices apply in Hugging Face's order: repetition penalty, temperature, top-k, top-p, min-p.
public struct SamplingSettings: Codable, Hashable, Sendable {
  /// The most tokens to add to a prompt.
  public var maximumTokens: Int
  /// Scores are divided by it; 0 always takes the highest (greedy).
  public var temperature: Double
  /// Only tokens whose score is among the k highest, all that tie with the last of them included
  /// (Fan et al. 2018).
  public var topK: Int?
  /// Only the most probable tokens that together reach this probability (Holtzman et al. 2020).
  public var topP: Double?
  /// Only tokens at least this fraction as probable as the most probable one (Nguyen et al. 2024).
  public var minP: Double?
  /// Divides the positive and multiplies the negative scores of tokens that occurred already,
  /// prompt included (Keskar et al. 2019); 1 does nothing.
  public var repetitionPenalty: Double
  /// What ends a sample.
  public var stop: StopTexts

  public init(
    maximumTokens: Int = 100, temperature: Double = 1, topK: Int? = nil, topP: Double? = nil,
    minP: Double? = nil, repetitionPenalty: Double = 1, stop: StopTexts = .none
  ) {
    self.maximumTokens = maximumTokens
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.stop = stop
  }
}

/// Why nothing can be sampled.
public enum SamplingError: Error, Hashable, Sendable, CustomStringConvertible {
  case emptyPrompt(row: Int)
  case unknownToken(Int32, vocabularySize: Int)
  case setting(_ name: String, _ message: String)
  /// The draft model has another vocabulary than the model.
  case otherVocabulary(draft: Int, model: Int)
  /// With a draft model, a text has to fit into both contexts.
  case contextTooShort(row: Int, tokens: Int, context: Int)

  public var description: String {
    switch self {
    case .emptyPrompt(let row):
      "prompt \(row + 1) is empty; a model needs at least one token to continue"
    case .unknownToken(let token, let size):
      "a prompt has token \(token), but the model's vocabulary ends at \(size - 1)"
    case .setting(let name, let message): "\(name) \(message)"
    case .otherVocabulary(let draft, let model):
      "the draft has a vocabulary of \(draft) tokens, and the model one of \(model)"
    case .contextTooShort(let row, let tokens, let context):
      "prompt \(row + 1) and what is written after it need a context of \(tokens) tokens, and the "
        + "shorter one of model and draft has \(context)"
    }
  }
}

extension SamplingSettings {
  func check() throws(SamplingError) {
    func require(_ isRight: Bool, _ name: String, _ message: String) throws(SamplingError) {
      if !isRight { throw .setting(name, message) }
    }
    try require(maximumTokens >= 0, "maximumTokens", "must not be negative")
    try require(temperature >= 0 && temperature.isFinite, "temperature", "must not be negative")
    try require(topK.map { $0 >= 1 } ?? true, "topK", "must be at least 1")
    try require(topP.map { $0 > 0 && $0 <= 1 } ?? true, "topP", "must be above 0 and at most 1")
    try require(minP.map { $0 >= 0 && $0 <= 1 } ?? true, "minP", "must be between 0 and 1")
    try require(repetitionPenalty > 0, "repetitionPenalty", "must be positive")
  }
}
