import OctavoEngine
import OctavoRunner

/// How much of a store a reader sees.
struct BrowserOptions: OptionGroup {
  @Option("The maximum number of passages that a search shows.", .within(1...100)) var results = 3
  @Option("The number of actions after which an episode is over.", .within(1...100))
  var actions = 10

  /// - Throws: `OperationError` where nothing can be searched.
  func browser(over store: Corpus) throws -> Browser {
    let separator = DocumentSeparator.line
    let passages = separator.split(store.training) + separator.split(store.validation)
    guard !passages.isEmpty else { throw OperationError("there is no passage to search") }
    return Browser(passages: passages, results: results, actions: actions)
  }
}

extension Problems {
  /// Reports a model that cannot read a store, or not write actions.
  mutating func requireBrowsable(_ store: Binding<Corpus>, by model: Binding<LanguageModel>) {
    requireWritable(store.outline, by: model.outline, at: store.field)
    requireWritable(
      Browser(passages: []).alphabet + BrowsingAction.alphabet, by: model.outline, at: model.field)
  }
}

extension Tokenizer {
  /// - Throws: `OperationError` where a model cannot read what a browser shows.
  func requireWritable(_ browser: Browser) throws {
    do { _ = try encode(browser.alphabet + BrowsingAction.alphabet) } catch {
      throw OperationError(
        "the model cannot read what the browser shows: \(error)",
        remedy: "train its tokenizer with byte pairs, which write every character")
    }
  }
}
