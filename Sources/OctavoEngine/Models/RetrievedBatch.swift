/// Sequences of token ids with the neighbors of their chunks.
public struct RetrievedBatch: Hashable, Sendable {
  /// Without padding.
  public let tokens: TokenBatch
  /// The length of each sequence's first chunk.
  public let firstChunk: Int
  /// The tokens of the neighbors of each complete chunk, sequence after sequence, -1 where there is
  /// none: (rows · chunks · k · 2m). Nil where no neighbors are read.
  public let neighbors: [Int32]?

  /// - Precondition: `tokens` has no padding, and every complete chunk has equally many tokens of
  ///   neighbors.
  public init(_ tokens: TokenBatch, firstChunk: Int, neighbors: [Int32]?) {
    precondition(tokens.padding == nil)
    self.tokens = tokens
    self.firstChunk = firstChunk
    self.neighbors = neighbors?.isEmpty == true ? nil : neighbors
  }
}
