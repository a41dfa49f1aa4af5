import OctavoBase

extension StepRecord {
  /// The table of this name as a report shows it: of a step with axes the means over the seeds, after a
  /// column for each axis that has several values; all rows of all points where the seeds' tables do not
  /// fit together.
  public func shownTable(_ name: String) -> Table? {
    guard !points.isEmpty else { return tables[name] }
    let parts = donePoints.compactMap { point in
      point.tables[name].map { (point: point.point, table: $0) }
    }
    let axes = pointSet.varyingSettingAxes
    let settings = parts.map { $0.point.on(axes) }.distinct.map { setting in
      (point: setting, tables: parts.filter { $0.point.on(axes) == setting }.map(\.table))
    }
    let varying = settings.map { Table.columnsThatDiffer(in: $0.tables) }
    let known = varying.compactMap(\.self)
    guard !known.isEmpty, known.count == varying.count else { return table(name) }
    let names = Set(known.joined())
    return Table(
      joining: settings.map { ($0.point, Table(meanOf: $0.tables, in: names)) })
  }
}

extension Table {
  /// The columns whose numbers are not the same in the tables of all seeds; `nil` where the tables have
  /// other columns or rows, or texts that differ.
  static func columnsThatDiffer(in tables: [Table]) -> [String]? {
    guard let first = tables.first else { return [] }
    let names = first.columns.map(\.name)
    guard
      tables.allSatisfy({ $0.columns.map(\.name) == names && $0.rowCount == first.rowCount })
    else { return nil }
    let differing = names.indices.filter { index in
      tables.contains { $0.columns[index].values != first.columns[index].values }
    }
    let areNumbers = differing.allSatisfy { index in
      tables.allSatisfy { $0.columns[index].type.isNumeric }
    }
    return areNumbers ? differing.map { names[$0] } : nil
  }

  /// One table for the tables of several seeds, with estimates in place of some columns' numbers.
  ///
  /// - Precondition: the tables have the same columns and rows.
  init(meanOf tables: [Table], in names: Set<String>) {
    // The ends of intervals within a seed give way to those over the seeds.
    let replaced = Set(names.flatMap { Estimate.names(of: $0).dropFirst() })
    let columns = tables.first?.columns ?? []
    self.init(
      columns.indices.filter { !replaced.contains(columns[$0].name) }.flatMap { index in
        names.contains(columns[index].name)
          ? columns[index].means(of: tables.map { $0.columns[index].values }) : [columns[index]]
      })
  }
}

extension Table.Column {
  /// - Parameter seeds: the cells of each seed.
  fileprivate func means(of seeds: [[Value?]]) -> [Table.Column] {
    let estimates = values.indices.map { row in
      Estimate(overSeeds: seeds.compactMap { $0[row]?.double })
    }
    return estimates.columns(name, unit: unit, presentation: presentation)
  }
}
