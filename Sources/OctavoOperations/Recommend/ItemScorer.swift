import OctavoEngine
import OctavoRunner

/// A language model's log-probability of each item as what comes next after a history, in a line of
/// items or in response to a prompt.
struct ItemScorer {
  /// How many items are read at once.
  static let batch = 128

  private let model: LanguageModel
  private let items: [String]
  private let separator: String
  /// What a line goes on with after a prompt, one an item.
  private let responses: [[Int32]]
  /// The part of the separator that tells an item's end from a longer item, where the vocabulary has
  /// it as tokens of its own. White space belongs to the word after it in most vocabularies, and the
  /// whole separator in some, so a prompt ends before it.
  private let mark: String
  /// What is asked, in place of a line of items.
  private let template: PromptTemplate?

  /// - Throws: where the model's vocabulary cannot write an item, or writes it as one with the end of
  ///   the item before.
  init(_ model: LanguageModel, items: [String], separator: String) throws {
    self.model = model
    self.items = items
    self.separator = separator
    template = nil
    let line = "\n" + items[0]
    func tokens(_ rest: String) throws -> [Int32] { try model.tokenizer.encode(line + rest) }
    let visible = String(separator.prefix { !$0.isWhitespace })
    let mark = try tokens(separator + items[0]).starts(with: tokens(visible)) ? visible : ""
    let prompt = try tokens(mark)
    self.mark = mark
    responses = try items.map { item in
      let whole = try tokens(separator + item + mark)
      guard whole.starts(with: prompt) else {
        throw OperationError(
          "the model's tokenizer has a token for the end of an item with the beginning of `\(item)`",
          remedy: "use a tokenizer of which the tokens end where the items do")
      }
      return Array(whole.dropFirst(prompt.count))
    }
  }

  /// Responses to a prompt, each an item after a space and before a line feed, as `histories.ask`
  /// writes them.
  init(
    _ model: LanguageModel, items: [String], separator: String, asking template: PromptTemplate
  ) throws {
    self.model = model
    self.items = items
    self.separator = separator
    self.template = template
    mark = ""
    responses = try items.map { try model.tokenizer.encode(" \($0)\n") }
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

  /// What is asked, or the line so far, after the end of the line before.
  private func prompt(of place: NextItem) throws -> [Int32] {
    let line = place.history.map { items[$0] }.joined(separator: separator)
    if let template {
      return try model.tokenizer.encode(template.filled([.history: line]))
    }
    return try model.tokenizer.encode("\n" + line + mark)
  }
}
