import OctavoResults

/// A column of a table as Parquet stores it: of one type, and with cells that may be empty.
struct ParquetColumn {
  /// The physical types of Parquet, by their numbers.
  enum Kind: Int {
    case boolean = 0
    case int64 = 2
    case double = 5
    case byteArray
  }

  let name: String
  let unit: String?
  let kind: Kind
  private let values: [Value?]

  /// Integers where all cells are, numbers where all are one, and otherwise texts.
  init(_ column: Table.Column) {
    name = column.name
    unit = column.unit
    values = column.values
    let cells = column.values.compactMap(\.self)
    kind =
      if cells.isEmpty {
        .double
      } else if cells.allSatisfy(\.isInteger) {
        .int64
      } else if cells.allSatisfy(\.isExactDouble) {
        .double
      } else if cells.allSatisfy(\.isBoolean) {
        .boolean
      } else {
        .byteArray
      }
  }

  /// The content of a data page: which cells there are, and these in plain encoding.
  func page(_ rows: Range<Int>) -> [UInt8] {
    let cells = values[rows]
    let levels = Self.levels(cells)
    return Self.littleEndian(UInt32(levels.count)) + levels + plain(cells.compactMap(\.self))
  }

  /// Definition levels of one bit, 1 for a cell and 0 for none, as runs of equal ones.
  private static func levels(_ cells: ArraySlice<Value?>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = cells
    while let first = rest.first {
      let run = rest.prefix { ($0 == nil) == (first == nil) }
      bytes += ThriftCompact.varint(UInt64(run.count) << 1) + [first == nil ? 0 : 1]
      rest = rest.dropFirst(run.count)
    }
    return bytes
  }

  private func plain(_ cells: [Value]) -> [UInt8] {
    switch kind {
    case .int64: return cells.flatMap { Self.littleEndian(UInt64(bitPattern: Int64($0.int))) }
    case .double: return cells.flatMap { Self.littleEndian(($0.double ?? .nan).bitPattern) }
    case .byteArray:
      return cells.flatMap { cell -> [UInt8] in
        let text = Array(cell.plainText.utf8)
        return Self.littleEndian(UInt32(text.count)) + text
      }
    case .boolean:
      var bits = [UInt8](repeating: 0, count: (cells.count + 7) / 8)
      for (place, cell) in cells.enumerated() where cell == .boolean(true) {
        bits[place / 8] |= 1 << (place % 8)
      }
      return bits
    }
  }

  private static func littleEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}

extension Value {
  fileprivate var isInteger: Bool { if case .integer = self { true } else { false } }
  fileprivate var isBoolean: Bool { if case .boolean = self { true } else { false } }
  fileprivate var int: Int { if case .integer(let integer) = self { integer } else { 0 } }

  /// Whether the value is a number that a double holds without a loss.
  fileprivate var isExactDouble: Bool {
    switch self {
    case .number: true
    case .integer(let integer): Int(exactly: Double(integer)) == integer
    case .text, .boolean: false
    }
  }

  fileprivate var plainText: String { if case .text(let text) = self { text } else { description } }
}
