import OctavoBase
import OctavoResults

/// A table that several runs have and that draws as curves, such as the history of a training.
struct ComparedTable {
  /// The curves of one column: a series for each run, and a panel for each point of the step.
  struct Curves {
    var plot: Plot
    /// Whether all runs that have these curves have the same numbers.
    var isSame: Bool
    /// How many points there are; the plot may show fewer.
    var pointCount: Int
  }

  let step: String
  let name: String
  private(set) var columns: [Curves] = []

  private static let panelLimit = 12

  var isSame: Bool { columns.allSatisfy(\.isSame) }

  /// - Parameters:
  ///   - runs: with the names that their curves have.
  /// - Returns: `nil` where no run has curves in that table.
  init?(_ name: String, of step: String, in runs: [(run: ComparedRun, series: String)]) {
    self.step = step
    self.name = name
    let points = runs.map { $0.run.results.steps[step]?.everyPoint ?? [] }
    var places: [OctavoResults.Point] = []
    for place in points.joined().filter({ $0.tables[name]?.hasCurves == true }).map(\.place)
    where !places.contains(where: { $0.isSame(as: place) }) { places.append(place) }
    guard !places.isEmpty else { return nil }
    let tables = places.map { place in
      points.map { points in
        points.first { $0.place.isSame(as: place) }?.tables[name].flatMap {
          $0.hasCurves ? $0 : nil
        }
      }
    }
    for column in Self.columns(of: tables.joined().compactMap { $0 }) {
      let panels = zip(places, tables).map { place, tables in
        Plot.Panel(
          title: place.coordinates.isEmpty
            ? (places.count > 1 ? "without axes" : nil) : place.phrase,
          .series(
            zip(runs.indices, tables).compactMap { index, table in
              table?.series(column.name, runs[index].series, key: Self.key(ofRun: index))
            }))
      }
      let drawn = Plot(
        panels: Array(panels.prefix(Self.panelLimit)),
        horizontal: column.horizontal, vertical: Plot.Axis(column.label, unit: column.unit))
      columns.append(
        Curves(
          plot: drawn, isSame: panels.allSatisfy(\.isSame),
          pointCount: places.count))
    }
    if columns.isEmpty { return nil }
  }

  /// What the color of a run's curves stands for.
  static func key(ofRun index: Int) -> Plot.Key { Plot.Key("run", .text(String(index))) }

  private typealias Column = (name: String, label: String, unit: String?, horizontal: Plot.Axis)

  private static func columns(of tables: [Table]) -> [Column] {
    var columns: [Column] = []
    for table in tables {
      let bounds = table.columns.indices.compactMap { table.estimate(at: $0) }
        .flatMap { [$0.lower.name, $0.upper.name] }
      for column in table.columns.dropFirst()
      where column.isDrawable && !bounds.contains(column.name)
        && !columns.contains(where: { $0.name == column.name })
      {
        let first = table.columns[0]
        columns.append(
          (
            column.name, column.name.spaced.shortened(), column.unit,
            Plot.Axis(first.name.spaced.shortened(), unit: first.unit)
          ))
      }
    }
    return columns
  }
}

extension Table {
  /// Whether the first column is something that goes on, such as an iteration, and others can be drawn
  /// over it.
  fileprivate var hasCurves: Bool {
    guard rowCount > 1, let first = columns.first else { return false }
    let places = first.values.map { $0?.double ?? .nan }
    return zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
      && columns.dropFirst().contains(where: \.isDrawable)
  }

  fileprivate func series(_ name: String, _ series: String, key: Plot.Key) -> Plot.Series? {
    guard let index = columns.firstIndex(where: { $0.name == name }) else { return nil }
    let (x, y) = (columns[0].numbers, columns[index].numbers)
    let estimate = estimate(at: index)
    let measured = y.indices.filter { y[$0].isNaN && columns[index].values[$0] != nil }
    return Plot.Series(
      series, mark: rowCount > 2 ? .line : .linesAndPoints, x: x, y: y,
      lower: estimate?.lower.numbers, upper: estimate?.upper.numbers,
      notNumbers: measured.isEmpty ? nil : measured, key: key)
  }
}

extension Table.Column {
  fileprivate var numbers: [Double] { values.map { $0?.double ?? .nan } }

  fileprivate var isDrawable: Bool {
    let present = values.compactMap { $0 }
    return present.allSatisfy { $0.double != nil }
      && present.contains { $0.double?.isFinite == true }
  }
}

extension Plot.Panel {
  /// Whether there are several series, and all have the same numbers.
  fileprivate var isSame: Bool {
    guard case .series(let series) = content, series.count > 1, let first = series.first
    else { return false }
    return series.allSatisfy { one in
      one.x == first.x && one.y.map(\.bitPattern) == first.y.map(\.bitPattern)
    }
  }
}

extension OctavoResults.Point {
  /// Whether both have the same axes, in any order, with the same values.
  fileprivate func isSame(as other: OctavoResults.Point) -> Bool {
    coordinates.count == other.coordinates.count
      && coordinates.allSatisfy { other[$0.axis]?.coordinate == $0.value.coordinate }
  }
}
