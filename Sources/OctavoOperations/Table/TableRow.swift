import OctavoBase
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// One row that a notebook writes out: columns in written order.
struct TableRow: OptionValue {
  struct Cell {
    var column: String
    var value: Value?
  }

  var cells: [Cell]

  var columns: [String] { cells.map(\.column) }

  /// The cell of a column; nil where it is empty, or the row has no such column.
  subscript(column: String) -> Value? { cells.first { $0.column == column }?.value }

  static let typeName = "mapping from column to value"
  static let schema = JSON.object([
    "type": .string("object"),
    "additionalProperties": Optional<Value>.schema,
  ])

  var canonical: JSON { .object(cells.map { ($0.column, $0.value?.canonical ?? .null) }) }

  static func decode(_ node: ResolvedNode, _ decoder: inout OptionDecoder) -> TableRow? {
    guard let mapping = node.mapping else { return mismatch(node, &decoder) }
    var cells: [Cell] = []
    for entry in mapping.entries {
      if let estimate = decoder.estimateOrPending(of: entry.value) {
        cells += estimate.cells(entry.key.text)
        continue
      }
      guard let value = decoder.valueOrPending(of: entry.value) else { return nil }
      cells.append(Cell(column: entry.key.text, value: value))
    }
    return TableRow(cells: cells)
  }
}

extension Estimate? {
  /// An estimate fills three columns: its value and the ends of its interval.
  fileprivate func cells(_ column: String) -> [TableRow.Cell] {
    zip(Estimate.names(of: column), [self?.value, self?.lower, self?.upper]).map { name, number in
      TableRow.Cell(column: name, value: number.map(Value.number))
    }
  }
}
