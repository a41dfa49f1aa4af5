/// The tokens of a text, with the neighbors of its chunks.
public struct RetrievedText: Sendable {
  /// How the neighbors of a text's chunks are found.
  public struct Search: Hashable, Sendable {
    /// The number of neighbors of a chunk, k.
    public var count: Int
    /// The number of tokens from the end of one chunk to that of the next; it divides the chunks'
    /// length.
    public var stride: Int
    /// Whether a chunk may have neighbors from its own documents and those of the chunk after it.
    public var findsOwnDocuments: Bool

    public init(count: Int, stride: Int, findsOwnDocuments: Bool) {
      self.count = count
      self.stride = stride
      self.findsOwnDocuments = findsOwnDocuments
    }
  }

  public let tokens: [Int32]
  /// The number of tokens of a chunk, m.
  public let chunk: Int
  /// The number of tokens from the end of one chunk to that of the next.
  public let stride: Int
  /// For the chunks that end after `stride`, `2 · stride`, … tokens: k neighbors of 2m tokens each,
  /// -1 where there is none.
  public private(set) var neighbors: [[Int32]]

  init(tokens: [Int32], chunk: Int, stride: Int, neighbors: [[Int32]]) {
    self.tokens = tokens
    self.chunk = chunk
    self.stride = stride
    self.neighbors = neighbors
  }

  /// - Parameters:
  ///   - documents: texts, each with its separator.
  ///   - limit: the most tokens to take, from the first.
  ///   - progress: receives the number of chunks that were looked up, and that of all chunks.
  public init(
    _ documents: [String], _ tokenizer: Tokenizer, in store: NeighborStore, _ search: Search,
    limit: Int? = nil, progress: (Int, Int) throws -> Void
  ) throws {
    precondition(store.chunk.isMultiple(of: search.stride))
    let parts = try documents.map { try tokenizer.encode($0) }
    let tokens = Array(parts.joined().prefix(limit ?? .max))
    let numbers = zip(documents, parts).flatMap { document, tokens in
      Array(repeating: store.number(ofDocument: document), count: tokens.count)
    }
    let ends = Array(
      Swift.stride(from: search.stride, through: tokens.count, by: search.stride))
    let neighbors = try ends.enumerated().map { index, end in
      try progress(index, ends.count)
      let first = max(0, end - store.chunk)
      let own =
        search.findsOwnDocuments
        ? [] : numbers[first..<min(end + store.chunk, tokens.count)].compactMap { $0 }
      return store.joinedNeighbors(
        of: tokenizer.decode(tokens[first..<end]), count: search.count, excluding: Set(own))
    }
    self.init(
      tokens: tokens, chunk: store.chunk, stride: search.stride, neighbors: neighbors)
  }

  /// The share of chunks with at least one neighbor.
  public var foundShare: Double {
    let found = neighbors.count { $0.contains { $0 >= 0 } }
    return neighbors.isEmpty ? 0 : Double(found) / Double(neighbors.count)
  }

  /// The same text, each chunk with the neighbors of another one; a single chunk keeps its own.
  public func withShuffledNeighbors(_ stream: RandomStream) -> RetrievedText {
    var (copy, stream) = (self, stream)
    let order = Array(neighbors.indices).shuffled(using: &stream)
    // A cycle through all chunks in a random order, so that none keeps its own neighbors.
    for (place, next) in zip(order, order.dropFirst() + order.prefix(1)) {
      copy.neighbors[place] = neighbors[next]
    }
    return copy
  }

  /// Sequences of the text.
  ///
  /// - Parameters:
  ///   - starts: multiples of the stride.
  ///   - columns: the number of tokens of each sequence.
  ///   - firstChunk: the length of each sequence's first chunk, a multiple of the stride. Its
  ///     neighbors are those of the whole chunk that ends there.
  package func batch(
    at starts: [Int], columns: Int, firstChunk: Int, reads: Bool = true
  ) -> RetrievedBatch {
    let ends = Swift.stride(from: firstChunk, through: columns, by: chunk)
    return RetrievedBatch(
      TokenBatch(
        rows: starts.count, columns: columns,
        tokens: starts.flatMap { tokens[$0..<$0 + columns] }),
      firstChunk: firstChunk,
      neighbors: reads
        ? starts.flatMap { start in
          ends.flatMap { neighbors[(start + $0) / stride - 1] }
        } : nil)
  }

  var checksum: UInt64 { (neighbors + [tokens]).checksum }
}

extension NeighborStore {
  /// The tokens of `count` neighbors, one after the other, -1 for those that are not found.
  public func joinedNeighbors(
    of text: String, count: Int, excluding excluded: Set<Int> = []
  ) -> [Int32] {
    let found = neighbors(of: text, count: count, excluding: excluded).flatMap { $0 }
    return found + Array(repeating: -1, count: 2 * chunk * count - found.count)
  }
}
