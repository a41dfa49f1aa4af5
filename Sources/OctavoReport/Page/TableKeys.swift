import OctavoResults

/// The columns at a table's start that tell its rows apart, such as the axes of an experiment.
struct TableKeys {
  /// How many columns they are; 0 where the first few do not tell the rows apart.
  let count: Int

  private static let most = 4

  /// - Parameters:
  ///   - columns: Those that are shown.
  ///   - rows: Those that are shown.
  init(of columns: [BestCells.Column], rows: [Int]) {
    let leading = columns.prefix(Self.most).prefix { $0.estimate == nil }
    var places = [String](repeating: "", count: rows.count)
    for (index, column) in leading.enumerated() where index + 1 < columns.count {
      for (place, row) in rows.enumerated() {
        places[place] += "\u{0}" + (column.column.values[row]?.text ?? "")
      }
      if Set(places).count == rows.count {
        count = index + 1
        return
      }
    }
    count = 0
  }
}
