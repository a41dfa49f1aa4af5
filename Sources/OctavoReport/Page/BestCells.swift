import OctavoResults

/// The cells of a table whose value is the best of a column, or of a row where the values of another
/// column make the columns; and those that may be as good: whose interval and the best one's overlap.
/// Nothing is said to be worse that the intervals do not tell apart.
struct BestCells {
  typealias Column = (column: Table.Column, estimate: Table.EstimateColumns?)

  private struct Cell: Hashable {
    let column: Int
    let row: Int
  }

  private let columns: [Column]
  private var marked: Set<Cell> = []

  init(of columns: [Column]) {
    self.columns = columns
    var rivals: [String: [Int]] = [:]
    for (index, column) in columns.enumerated() {
      guard let presentation = column.column.presentation, let best = presentation.best else {
        continue
      }
      let rows = column.column.values.indices
      if let group = presentation.bestAcross {
        rivals[group, default: []].append(index)
      } else {
        mark(rows.map { Cell(column: index, row: $0) }, best)
      }
    }
    for group in rivals.values {
      guard let first = group.first, let best = columns[first].column.presentation?.best else {
        continue
      }
      for row in columns[first].column.values.indices {
        mark(group.map { Cell(column: $0, row: row) }, best)
      }
    }
  }

  var isEmpty: Bool { marked.isEmpty }

  func contains(row: Int, column: Int) -> Bool { marked.contains(Cell(column: column, row: row)) }

  private mutating func mark(_ cells: [Cell], _ wanted: Table.Column.Presentation.Best) {
    let sign = wanted == .lowest ? 1.0 : -1.0
    let candidates = cells.compactMap { cell in
      columns[cell.column].column.values[cell.row]?.double.flatMap { number in
        number.isNaN ? nil : (cell: cell, number: number)
      }
    }
    guard candidates.count > 1,
      let best = candidates.min(by: { sign * $0.number < sign * $1.number })
    else { return }
    for (cell, number) in candidates
    where number == best.number || overlap(cell, best.cell) {
      marked.insert(cell)
    }
  }

  private func overlap(_ one: Cell, _ other: Cell) -> Bool {
    guard let a = columns[one.column].estimate?.interval(one.row),
      let b = columns[other.column].estimate?.interval(other.row)
    else { return false }
    return a.lower <= b.upper && b.lower <= a.upper
  }
}
