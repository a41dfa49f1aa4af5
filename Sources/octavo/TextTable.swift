/// Rows of cells as lines in which the columns stand under one another.
struct TextTable {
  let lines: [String]

  /// - Parameter rows: all with the same number of cells.
  init(_ rows: [[String]]) {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    lines = rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: width - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
