import OctavoResults

/// The numbers of one column of a table with a row for each iteration.
struct TrackedSeries {
  /// As trackers write it: `training-loss`, or `table/column` for other tables than the history.
  let name: String
  /// Rows without a number are left out.
  let points: [(iteration: Int, value: Double)]

  private static let iterationColumn = "iteration"
  private static let usualTable = "history"

  /// The series of a step's tables, in the order of their names.
  static func all(of record: StepRecord) -> [TrackedSeries] {
    record.tables.sorted { $0.key < $1.key }.flatMap { name, table in
      series(of: table, prefix: name == usualTable ? "" : "\(name)/")
    }
  }

  private static func series(of table: Table, prefix: String) -> [TrackedSeries] {
    guard let iterations = integers(of: table[column: iterationColumn]) else { return [] }
    return table.columns.compactMap { column in
      guard column.name != iterationColumn else { return nil }
      let points = zip(iterations, column.values).compactMap { iteration, value in
        value?.double.map { (iteration: iteration, value: $0) }
      }
      return points.isEmpty ? nil : TrackedSeries(name: prefix + column.name, points: points)
    }
  }

  /// Nil where a cell is no integer, or one occurs twice, as in a table with several rows for each.
  private static func integers(of column: Table.Column?) -> [Int]? {
    guard let column else { return nil }
    let integers = column.values.compactMap { value -> Int? in
      if case .integer(let integer)? = value { integer } else { nil }
    }
    return integers.count == column.values.count && Set(integers).count == integers.count
      ? integers : nil
  }
}
