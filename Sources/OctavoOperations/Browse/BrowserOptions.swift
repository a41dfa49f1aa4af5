import OctavoEngine
import OctavoRunner

/// The limits of a browser.
struct BrowserOptions: OptionGroup {
  @Option("The maximum number of passages that a search shows.", .within(1...100)) var results = 3
  @Option("The maximum number of actions of an episode.", .within(1...100))
  var actions = 10

  /// - Throws: `OperationError` if the text has no lines.
  func browser(over store: Corpus) throws -> Browser {
    let separator = DocumentSeparator.line
    let passages = separator.split(store.training) + separator.split(store.validation)
    guard !passages.isEmpty else { throw OperationError("there is no passage to search") }
    return Browser(passages: passages, results: results, actions: actions)
  }
}

extension Problems {
  /// Reports a model whose vocabulary cannot write the passages or the actions.
  mutating func requireBrowsable(_ store: Binding<Corpus>, by model: Binding<LanguageModel>) {
    requireWritable(store.outline, by: model.outline, at: store.field)
    requireWritable(
      Browser(passages: []).alphabet + BrowsingAction.alphabet, by: model.outline, at: model.field)
  }
}

extension Tokenizer {
  /// - Throws: `OperationError` if the vocabulary cannot write everything that a browser shows.
  func requireWritable(_ browser: Browser) throws {
    do { _ = try encode(browser.alphabet + BrowsingAction.alphabet) } catch {
      throw OperationError(
        "the model cannot read what the browser shows: \(error)",
        remedy: "train its tokenizer with byte pairs, which write every character")
    }
  }
}
