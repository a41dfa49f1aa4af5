/// Chunks of documents, each with its continuation, indexed by their words: RETRO's retriever
/// (Borgeaud et al. 2022, section 2.3) with BM25 in place of BERT's embeddings. It is not trained.
///
/// No chunk crosses the end of its document. The last one is padded with -1, and so is a
/// continuation that is shorter than a chunk or missing.
public struct NeighborStore: Sendable {
  private struct Entry {
    /// The chunk and its continuation, 2m tokens.
    let tokens: [Int32]
    let document: Int
  }

  /// The number of tokens of a chunk, m.
  public let chunk: Int
  private let entries: [Entry]
  private let index: BM25
  /// Equal documents count as one.
  private let documents: [String: Int]

  /// - Parameters:
  ///   - documents: texts, each with its separator.
  ///   - chunk: the number of tokens of a chunk, at least 1.
  public init(
    _ documents: [String], _ tokenizer: Tokenizer, chunk: Int
  ) throws(TokenizerError) {
    var entries: [Entry] = []
    var keys: [String] = []
    var numbers: [String: Int] = [:]
    for document in documents {
      let number = numbers[document] ?? numbers.count
      numbers[document] = number
      let tokens = try tokenizer.encode(document)
      for start in stride(from: 0, to: tokens.count, by: chunk) {
        let found = tokens[start..<min(start + 2 * chunk, tokens.count)]
        keys.append(tokenizer.decode(found.prefix(chunk)))
        entries.append(
          Entry(
            tokens: found + Array(repeating: -1, count: 2 * chunk - found.count),
            document: number))
      }
    }
    self.chunk = chunk
    self.entries = entries
    self.documents = numbers
    index = BM25(keys)
  }

  /// How many chunks there are.
  public var count: Int { entries.count }

  /// The number by which a document can be excluded; nil where the store has no such document.
  public func number(ofDocument text: String) -> Int? { documents[text] }

  /// The chunks that share a word with a text, each with its continuation, as 2m tokens; at most
  /// `count`, the best first.
  ///
  /// - Parameter excluded: the numbers of documents to leave out.
  public func neighbors(
    of text: String, count: Int, excluding excluded: Set<Int> = []
  ) -> [[Int32]] {
    index.best(count, for: text) { !excluded.contains(entries[$0].document) }
      .map { entries[$0.document].tokens }
  }
}
