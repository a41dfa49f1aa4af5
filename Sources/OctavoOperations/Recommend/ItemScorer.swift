import OctavoEngine

/// A language model's log-probability of each item as what comes next in a line of items.
struct ItemScorer {
  /// How many items are read at once.
  static let batch = 128

  private let model: LanguageModel
  private let items: [String]
  private let separator: String
  private let responses: [[Int32]]
  /// White space belongs to the word after it in most vocabularies, so a prompt ends before it.
  private let mark: String

  /// - Throws: where the model's vocabulary cannot write an item.
  init(_ model: LanguageModel, items: [String], separator: String) throws {
    self.model = model
    self.items = items
    self.separator = separator
    mark = String(separator.prefix { !$0.isWhitespace })
    let gap = separator.dropFirst(mark.count)
    // The mark at its end tells an item from another that begins with it.
    let mark = mark
    responses = try items.map { try model.tokenizer.encode(gap + $0 + mark) }
  }

  /// What keeps the model from ranking for a place, if anything.
  func problem(of place: NextItem) throws -> ExampleProblem? {
    let prompt = try prompt(of: place)
    return place.candidates.lazy.compactMap { [configuration = model.model.configuration] in
      PromptResponse(prompt: prompt, response: responses[$0]).problem(for: configuration)
    }.first
  }

  /// In nats, one a candidate.
  func logProbabilities(of place: NextItem) throws -> [Double] {
    let prompt = try prompt(of: place)
    return model.model.logProbabilities(
      of: place.candidates.map { PromptResponse(prompt: prompt, response: responses[$0]) },
      batch: Self.batch)
  }

  /// The line so far, after the end of the line before.
  private func prompt(of place: NextItem) throws -> [Int32] {
    let line = place.history.map { items[$0] }.joined(separator: separator)
    return try model.tokenizer.encode("\n" + line + mark)
  }
}
