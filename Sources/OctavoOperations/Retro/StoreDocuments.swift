import OctavoEngine
import OctavoRunner

/// The documents of the texts that RETRO reads.
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
