/// A text as tokens, with the neighbors of its chunks.
public struct RetrievedText: Sendable {
  /// How the neighbors of a text's chunks are found.
  public struct Search: Hashable, Sendable {
    /// Neighbors of a chunk, k.
    public var count: Int
    /// Chunks end after every so many tokens, a divisor of their length.
    public var stride: Int
    /// Whether a chunk may have neighbors from the documents that it, or the chunk after it, is
    /// part of.
    public var findsOwnDocuments: Bool

    public init(count: Int, stride: Int, findsOwnDocuments: Bool) {
      self.count = count
      self.stride = stride
      self.findsOwnDocuments = findsOwnDocuments
    }
  }

  public let tokens: [Int32]
  /// Tokens of a chunk, m.
  public let chunk: Int
  public let stride: Int
  /// Of the chunk that ends after `stride`, `2 · stride`, … tokens: k neighbors of 2m tokens each, -1
  /// where there is none.
  public private(set) var neighbors: [[Int32]]

  init(tokens: [Int32], chunk: Int, stride: Int, neighbors: [[Int32]]) {
    self.tokens = tokens
    self.chunk = chunk
    self.stride = stride
    self.neighbors = neighbors
  }

  /// - Parameters:
  ///   - documents: their texts, with what separates them.
  ///   - limit: takes at most so many tokens, from the first.
  ///   - progress: is called with the number of chunks that were looked up and that of all.
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

  /// The share of chunks for which something was found.
  public var foundShare: Double {
    let found = neighbors.count { $0.contains { $0 >= 0 } }
    return neighbors.isEmpty ? 0 : Double(found) / Double(neighbors.count)
  }

  /// The same text, each chunk with the neighbors of another one.
  public func withShuffledNeighbors(_ stream: RandomStream) -> RetrievedText {
    var (copy, stream) = (self, stream)
    let order = Array(neighbors.indices).shuffled(using: &stream)
    // Each takes those of the next in a random order, so that no chunk keeps its own.
    for (place, next) in zip(order, order.dropFirst() + order.prefix(1)) {
      copy.neighbors[place] = neighbors[next]
    }
    return copy
  }

  /// Sequences of the text.
  ///
  /// - Parameters:
  ///   - starts: multiples of the stride.
  ///   - columns: tokens of each sequence.
  ///   - firstChunk: length of each sequence's first chunk, a multiple of the stride. Its neighbors
  ///     are those of a whole chunk that ends there.
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
  /// The tokens of so many neighbors, one after the other, -1 for those that are not found.
  public func joinedNeighbors(
    of text: String, count: Int, excluding excluded: Set<Int> = []
  ) -> [Int32] {
    let found = neighbors(of: text, count: count, excluding: excluded).flatMap { $0 }
    return found + Array(repeating: -1, count: 2 * chunk * count - found.count)
  }
}
