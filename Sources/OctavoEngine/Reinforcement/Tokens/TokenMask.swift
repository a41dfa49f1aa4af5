/// Which tokens of a batch are real and count; the others are padding, (B, T).
public struct TokenMask: Hashable, Codable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Row after row.
  public let isReal: [Bool]
  /// How many tokens are real.
  public let count: Int

  /// - Precondition: there are `rows · columns` entries.
  public init(rows: Int, columns: Int, isReal: [Bool]) {
    precondition(isReal.count == rows * columns, "\(isReal.count) entries for \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.isReal = isReal
    count = isReal.count { $0 }
  }

  /// Rows whose first so many tokens are real.
  public init(lengths: [Int], columns: Int) {
    self.init(
      rows: lengths.count, columns: columns,
      isReal: lengths.flatMap { length in (0..<columns).map { $0 < length } })
  }

  public subscript(row: Int, column: Int) -> Bool { isReal[row * columns + column] }

  /// The columns of a row's real tokens, ascending.
  public func realColumns(inRow row: Int) -> [Int] {
    (0..<columns).filter { self[row, $0] }
  }

  /// The column of a row's last real token.
  public func lastColumn(inRow row: Int) -> Int? {
    (0..<columns).last { self[row, $0] }
  }

  /// How many real tokens each row has.
  public var lengths: [Int] { (0..<rows).map { realColumns(inRow: $0).count } }
}
