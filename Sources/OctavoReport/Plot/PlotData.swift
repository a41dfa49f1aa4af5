import OctavoResults

/// The numbers behind a plot as a table.
package struct PlotData: Hashable, Sendable {
  package let table: Table
  /// How many rows there are; the table may hold fewer, evenly picked.
  package let rowCount: Int

  /// - Parameters:
  ///   - limit: The most rows.
  ///   - cells: The most cells; some rows are always there.
  package init(_ plot: Plot, rows limit: Int, cells: Int = .max) {
    let full = plot.panels.count == 1 ? plot.panels[0].content.table(plot) : Self.stacked(plot)
    rowCount = full.rowCount
    let limit = min(limit, max(20, cells / max(full.columns.count, 1)))
    table = full.rowCount > limit ? full.picked(limit) : full
  }

  /// The panels one after another, with their titles in the first column.
  private static func stacked(_ plot: Plot) -> Table {
    let tables = plot.panels.map { $0.content.table(plot) }
    var names: [String] = []
    for name in tables.flatMap(\.columns).map(\.name) where !names.contains(name) {
      names.append(name)
    }
    let titles = zip(plot.panels, tables).enumerated().flatMap { index, pair in
      [Value?](
        repeating: .text(pair.0.title ?? String(index + 1)), count: pair.1.rowCount)
    }
    let columns = names.map { name in
      Table.Column(
        name, unit: tables.compactMap { $0[column: name] }.first?.unit,
        tables.flatMap { $0[column: name]?.values ?? [Value?](repeating: nil, count: $0.rowCount) })
    }
    return Table([Table.Column("panel", titles)] + columns)
  }
}

extension Plot.Content {
  fileprivate func table(_ plot: Plot) -> Table {
    switch self {
    case .series(let series): Table.series(series, plot.horizontal, plot.vertical)
    case .bars(let bars):
      Table(
        [Table.Column(plot.horizontal.name(or: "category"), texts: bars.categories)]
          + bars.groups.flatMap { group in
            Table.columns(
              group.name.isEmpty ? plot.vertical.name(or: "value") : group.name,
              unit: plot.vertical.unit,
              group.values.padded(to: bars.categories.count, notNumbers: group.notNumbers),
              group.lower, group.upper)
          })
    case .histogram(let histogram):
      histogram.table(plot.horizontal)
    case .heatmap(let heatmap): heatmap.table
    }
  }
}

extension Table {
  /// Side by side where all series have the same places, one below another where not.
  fileprivate static func series(
    _ series: [Plot.Series], _ horizontal: Plot.Axis, _ vertical: Plot.Axis
  ) -> Table {
    let x = horizontal.name(or: "x")
    let count = { (one: Plot.Series) in min(one.x.count, one.y.count) }
    if let first = series.first, series.allSatisfy({ $0.x == first.x && count($0) == count(first) })
    {
      let places = Column(x, unit: horizontal.unit, numbers: Array(first.x.prefix(count(first))))
      return Table(
        [places]
          + series.flatMap {
            Table.columns(
              $0.name.isEmpty ? vertical.name(or: "y") : $0.name, unit: vertical.unit,
              $0.y.padded(to: count(first), notNumbers: $0.notNumbers), $0.lower, $0.upper)
          })
    }
    let joined = { (values: (Plot.Series) -> [Double]) in
      series.flatMap { values($0).padded(to: count($0)) }
    }
    let names = series.flatMap { [String](repeating: $0.name, count: count($0)) }
    var result = [
      Column("series", texts: names),
      Column(x, unit: horizontal.unit, joined { $0.x }),
      Column(
        vertical.name(or: "y"), unit: vertical.unit,
        series.flatMap { $0.y.padded(to: count($0), notNumbers: $0.notNumbers) }),
    ]
    if series.contains(where: { $0.lower != nil }) {
      result.append(Column("lower", unit: vertical.unit, joined { $0.lower ?? [] }))
      result.append(Column("upper", unit: vertical.unit, joined { $0.upper ?? [] }))
    }
    return Table(result)
  }

  fileprivate static func columns(
    _ name: String, unit: String?, _ values: [Value?], _ lower: [Double]?, _ upper: [Double]?
  ) -> [Column] {
    let main = Column(name, unit: unit, values)
    let count = values.count
    guard let lower, let upper else { return [main] }
    return [
      main,
      Column("\(name)-lower", unit: unit, lower.padded(to: count)),
      Column("\(name)-upper", unit: unit, upper.padded(to: count)),
    ]
  }

  /// That many rows at even distances, the first and the last among them.
  fileprivate func picked(_ limit: Int) -> Table {
    let indices = (0..<limit).map { $0 * (rowCount - 1) / max(limit - 1, 1) }
    return Table(
      columns.map { column in
        Column(column.name, unit: column.unit, indices.map { column.values[$0] })
      })
  }
}

extension Plot.Histogram {
  fileprivate func table(_ axis: Plot.Axis) -> Table {
    let count = max(edges.count - 1, 0)
    return Table(
      [
        Table.Column("from", unit: axis.unit, numbers: Array(edges.prefix(count))),
        Table.Column("to", unit: axis.unit, numbers: Array(edges.dropFirst())),
      ]
        + groups.map {
          Table.Column($0.name.isEmpty ? "count" : $0.name, $0.counts.padded(to: count))
        })
  }
}

extension Plot.Heatmap {
  fileprivate var table: Table {
    let names = values.indices.map { rows.indices.contains($0) ? rows[$0] : String($0 + 1) }
    let count = values.map(\.count).max() ?? 0
    return Table(
      [Table.Column("", texts: names)]
        + (0..<count).map { column in
          Table.Column(
            columns.indices.contains(column) ? columns[column] : String(column + 1),
            values.map { row in
              row.indices.contains(column) ? row[column].map(Value.number) : nil
            })
        })
  }
}

extension Plot.Axis {
  fileprivate func name(or other: String) -> String { label.isEmpty ? other : label }
}

extension [Double] {
  /// Exactly so many cells: the rest is cut off, what is missing stays empty.
  fileprivate func padded(to count: Int, notNumbers: [Int]? = nil) -> [Value?] {
    let notNumbers = Set(notNumbers ?? [])
    return (0..<count).map { index in
      indices.contains(index) && (!self[index].isNaN || notNumbers.contains(index))
        ? .number(self[index]) : nil
    }
  }
}
