/// Why training cannot start or go on.
public enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A quantity became infinite or not a number at an iteration (counted from 1).
  case notFinite(_ quantity: String, iteration: Int)
  /// The model reads more positions than the text has tokens.
  case corpusTooShort(part: String, tokens: Int, context: Int)
  /// The text has a token that the model does not know.
  case unknownToken(Int32, vocabularySize: Int)
  case setting(_ name: String, _ message: String)
  /// The reward cannot score a response.
  case unscored(_ reason: String)
  /// A saved training resumes with the corpus it was started with.
  case differentCorpus

  public var description: String {
    switch self {
    case .notFinite(let quantity, let iteration):
      "\(quantity) is not a finite number at iteration \(iteration); "
        + "a lower learning rate or a longer warm-up usually helps"
    case .corpusTooShort(let part, let tokens, let context):
      "the \(part) text has \(tokens) tokens, "
        + "but a context of \(context) needs at least \(context + 1)"
    case .unknownToken(let token, let size):
      "the text has token \(token), but the model's vocabulary ends at \(size - 1)"
    case .setting(let name, let message):
      "\(name) \(message)"
    case .unscored(let reason):
      "a response cannot be scored: \(reason)"
    case .differentCorpus:
      "the saved training was started with another corpus"
    }
  }
}

extension TokenCorpus {
  /// Whether a model can be trained on it. An empty validation part is allowed.
  func check(for model: GPT.Configuration) throws(TrainingError) {
    for (part, tokens) in [("training", training), ("validation", validation)] {
      if part == "validation" && tokens.isEmpty { continue }
      if tokens.count <= model.context {
        throw .corpusTooShort(part: part, tokens: tokens.count, context: model.context)
      }
      if let token = tokens.first(where: { $0 < 0 || $0 >= model.vocabularySize }) {
        throw .unknownToken(token, vocabularySize: model.vocabularySize)
      }
    }
  }
}
