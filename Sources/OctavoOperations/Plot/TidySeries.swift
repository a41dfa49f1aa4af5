import OctavoBase
import OctavoResults
import OctavoRunner

/// Lines or points of a tidy table: for each panel and color the mean over the repetitions.
struct TidySeries {
  let rows: TidyRows
  let x: String?
  let y: [String]
  let mark: Plot.Series.Mark
  let spread: Spread
  var lower: String?
  var upper: String?

  private(set) var panels: [Plot.Panel] = []
  private(set) var notes: [String] = []

  /// Draws them.
  /// - Throws: `OperationError` where nothing tells several rows apart.
  mutating func draw(rules: [Plot.Rule]) throws {
    let numbers = try y.map { try rows.table.numbers($0) }
    let places = try x.map { try rows.table.numbers($0) }
    let measured = y.map { Set(rows.table.notNumbers($0) ?? []) }
    let bounds = try (
      lower.map { try rows.table.numbers($0) }, upper.map { try rows.table.numbers($0) }
    )
    var counts: [Int] = []
    var (lackingCount, unmeantCount) = (0, 0)
    for panel in rows.panels {
      var drawn: [(column: Int, series: Plot.Series)] = []
      for group in panel.groups {
        let runs = rows.runs(group.rows)
        counts.append(runs.count)
        if mark != .points, let x {
          for run in runs { try rows.requireOneRow(at: [x], among: run) }
        }
        for column in y.indices {
          let series = runs.map { run in
            Plot.Series(
              "", mark: mark, x: run.enumerated().map { places?[$1] ?? Double($0 + 1) },
              y: run.map { numbers[column][$0] },
              lower: bounds.0.map { edge in run.map { edge[$0] } },
              upper: bounds.1.map { edge in run.map { edge[$0] } },
              notNumbers: run.indices.filter { measured[column].contains(run[$0]) }.nonEmpty)
          }
          let name = rows.color == nil ? y[column].spaced : group.name
          let mean = SeriesMean(name, of: series, key: group.key, keepsRuns: spread == .lines)
          lackingCount += mean.lackingCount
          if !mean.isMean, runs.count > 1 { unmeantCount += 1 }
          var one = mean.series
          if mean.isMean, spread != .band { (one.lower, one.upper) = (nil, nil) }
          drawn.append((column, one))
        }
      }
      append(panel, drawn, rules)
    }
    guard let repetitions = rows.noun(of: counts) else { return }
    notes.append(
      unmeantCount > 0
        ? "The lines or points of \(repetitions) are drawn one by one."
        : "Mean over \(repetitions)\(spread.words).")
    if lackingCount > 0 { notes.append("Places that not all of them have are left out.") }
  }

  /// With colors, every column that is drawn has panels of its own.
  private mutating func append(
    _ panel: TidyRows.Panel, _ drawn: [(column: Int, series: Plot.Series)], _ rules: [Plot.Rule]
  ) {
    guard rows.color != nil, y.count > 1 else {
      panels.append(Plot.Panel(title: panel.title, .series(drawn.map(\.series)), rules: rules))
      return
    }
    for column in y.indices {
      let title = [y[column].spaced, panel.title].compactMap { $0 }.joined(separator: ", ")
      panels.append(
        Plot.Panel(
          title: title, .series(drawn.filter { $0.column == column }.map(\.series)), rules: rules))
    }
  }
}

extension Spread {
  /// What stands beside the mean.
  var words: String {
    switch self {
    case .band: " with its 95 % interval"
    case .lines: ", with the single ones"
    case .nothing: ""
    }
  }
}

extension [Int] {
  /// `nil` where there is none.
  fileprivate var nonEmpty: [Int]? { isEmpty ? nil : self }
}
