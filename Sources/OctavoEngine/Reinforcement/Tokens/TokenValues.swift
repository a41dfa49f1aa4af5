/// One number for each token of a batch, (B, T): log-probabilities, rewards, values or advantages.
///
/// Double precision, unlike the models' tensors: there are few of these numbers, and differences
/// and long sums are taken of them.
public struct TokenValues: Hashable, Codable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Row after row.
  public var values: [Double]

  /// - Precondition: there are `rows · columns` values.
  public init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  public init(repeating value: Double, rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, values: Array(repeating: value, count: rows * columns))
  }

  public subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  public func row(_ row: Int) -> ArraySlice<Double> {
    values[row * columns..<(row + 1) * columns]
  }

  /// The given rows, in the given order.
  public func rows(_ indices: [Int]) -> TokenValues {
    TokenValues(rows: indices.count, columns: columns, values: indices.flatMap { row($0) })
  }

  /// Writes rows of another batch of the same width to the given rows.
  mutating func setRows(_ indices: [Int], to other: TokenValues) {
    for (source, row) in indices.enumerated() {
      values.replaceSubrange(row * columns..<(row + 1) * columns, with: other.row(source))
    }
  }

  public func map(_ transform: (Double) -> Double) -> TokenValues {
    TokenValues(rows: rows, columns: columns, values: values.map(transform))
  }

  /// Token by token with another batch of the same size.
  public func combined(
    with other: TokenValues, _ combine: (Double, Double) -> Double
  ) -> TokenValues {
    precondition(rows == other.rows && columns == other.columns, "the batches differ in size")
    return TokenValues(
      rows: rows, columns: columns, values: zip(values, other.values).map(combine))
  }

  public static func - (left: TokenValues, right: TokenValues) -> TokenValues {
    left.combined(with: right, -)
  }

  public static func * (factor: Double, values: TokenValues) -> TokenValues {
    values.map { factor * $0 }
  }
}
