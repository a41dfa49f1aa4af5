/// Sequences of token ids of one length, B rows of T.
public struct TokenBatch: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Row after row.
  public let tokens: [Int32]
  /// How many ids at the left of each row are padding, which nothing attends to: the row's first
  /// real token is at position 0. Padding at the right needs no mention, since nothing looks ahead.
  public let padding: [Int]?

  /// - Precondition: there are `rows · columns` tokens, and no more padding than columns.
  public init(rows: Int, columns: Int, tokens: [Int32], padding: [Int]? = nil) {
    precondition(tokens.count == rows * columns)
    precondition(padding == nil || padding!.count == rows)
    precondition(padding?.allSatisfy { 0...columns ~= $0 } ?? true)
    self.rows = rows
    self.columns = columns
    self.tokens = tokens
    self.padding = padding
  }

  /// Rows of different length, padded at the left to the longest.
  public init(leftPadding sequences: [[Int32]], with pad: Int32) {
    let columns = sequences.map(\.count).max() ?? 0
    let padding = sequences.map { columns - $0.count }
    self.init(
      rows: sequences.count, columns: columns,
      tokens: zip(sequences, padding).flatMap { Array(repeating: pad, count: $1) + $0 },
      padding: padding)
  }

  /// The position of every token in its sequence; 0 for padding.
  public var positions: [Int] {
    (0..<rows).flatMap { row in
      (0..<columns).map { max(0, $0 - (padding?[row] ?? 0)) }
    }
  }
}
