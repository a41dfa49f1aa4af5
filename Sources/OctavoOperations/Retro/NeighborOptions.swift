import OctavoEngine
import OctavoRunner

/// Which neighbors a trained model reads when it is evaluated.
struct NeighborOptions: OptionGroup {
  @Option(
    "The neighbors that the model reads: those found for a chunk (`right`), those found for "
      + "another one (`shuffled`), or `none`, where the cross-attention is left out.")
  var neighbors = Choice.right
  @Option(
    "The number of neighbors of a chunk; without it, as many as in training.", .within(1...64))
  var count: Int?
  @Option("What separates the documents of the store and of the text.")
  var documents = DocumentSeparator.paragraph

  enum Choice: String, OptionChoice { case right, shuffled, none }

  func check(_ problems: inout Problems) {
    if neighbors == .none, count != nil {
      problems.report(
        at: $count, "`count` has no effect where no neighbors are read",
        remedy: "leave `count` out, or choose other `neighbors`")
    }
  }

  func count(for model: RetroModel) -> Int {
    count ?? model.configuration.retrieval.neighbors
  }
}

extension DocumentSeparator {
  /// The documents of a text, each with the separator that ends it.
  func parts(of text: String) -> [String] {
    let documents = split(text)
    let isEnded = text.hasSuffix(self.text)
    return documents.enumerated().map { index, document in
      index < documents.count - 1 || isEnded ? document + self.text : document
    }
  }

  /// A store with the chunks of both splits of a text.
  ///
  /// - Throws: `OperationError` where there are none.
  func store(of corpus: Corpus, _ tokenizer: Tokenizer, chunk: Int) throws -> NeighborStore {
    let store = try NeighborStore(
      parts(of: corpus.training) + parts(of: corpus.validation), tokenizer, chunk: chunk)
    guard store.count > 0 else {
      throw OperationError("there is no chunk to retrieve: the store has no text")
    }
    return store
  }
}
