import OctavoBase
import OctavoNotebook
import OctavoResults
import OctavoRunner

/// Where the points of a plot come from: some columns of one table, or several series, each with
/// a table of its own.
struct SeriesOptions: OptionGroup {
  @Input("The table that `x` and `y` are columns of.") var data: Table?
  @Option("The column that runs along the horizontal axis.") var x: String?
  @Option("The columns to plot, one series each.", .count(0...100)) var y: [String] = []
  @Option("Series from several tables, instead of `data` and `y`.", .count(0...1000))
  var series: [OneSeries] = []
  @Option("The column with the lower edge of a band around a single `y`.") var lower: String?
  @Option("The column with the upper edge of a band around a single `y`.") var upper: String?
  let grouping = GroupingOptions()

  /// One series with a table of its own.
  struct OneSeries: OptionGroup {
    @Input("The table that the columns are of.", countsByName: true) var data: Table
    @Option("The column along the horizontal axis.") var x: String?
    @Option("The column to plot.") var y: String
    @Option("What the series is called; without it, the table's step.") var label: String?
    @Option("How the series is drawn; without it, as the plot is.") var mark: Plot.Series.Mark?
    @Option("The column with the lower edge of a band.") var lower: String?
    @Option("The column with the upper edge of a band.") var upper: String?

    func check(_ problems: inout Problems) {
      for (option, column) in [($x, x), ($y, y), ($lower, lower), ($upper, upper)] {
        if let column { problems.requireNumbers(column, of: $data.outline, at: option) }
      }
    }
  }

  func check(_ problems: inout Problems) {
    let columns = $data.outline?.columns ?? []
    let isFromOneTable = $data.isGiven
    if isFromOneTable == !series.isEmpty {
      problems.report(
        isFromOneTable ? "both `data` and `series` are given" : "there is nothing to plot",
        remedy: "give either `data`, `x` and `y`, or `series`")
    }
    if !isFromOneTable, !series.isEmpty, !y.isEmpty || lower != nil || upper != nil {
      problems.report(
        at: y.isEmpty ? (lower == nil ? $upper : $lower) : $y,
        "beside `series` this has no meaning", remedy: "give it within each of the `series`")
    }
    if isFromOneTable && y.isEmpty {
      problems.report("`y` is missing", remedy: "name the columns to plot: \(listed(columns))")
    }
    if y.count != 1, lower != nil || upper != nil {
      problems.report(at: lower == nil ? $upper : $lower, "a band needs exactly one `y`")
    }
    if (lower == nil) != (upper == nil) {
      problems.report(
        at: lower == nil ? $upper : $lower, "a band needs both `lower` and `upper`")
    }
    if let x {
      problems.requireNumbers(x, of: $data.outline, at: $x)
      for one in series where one.x == nil {
        problems.requireNumbers(x, of: one.$data.outline, at: $x)
      }
    }
    for column in y { problems.requireNumbers(column, of: $data.outline, at: $y) }
    for (option, column) in [($lower, lower), ($upper, upper)] {
      if let column { problems.requireNumbers(column, of: $data.outline, at: option) }
    }
    grouping.check(of: $data.outline, isTidy: series.isEmpty, &problems)
    if lower != nil || upper != nil, let over = grouping.over, !over.isEmpty {
      problems.report(
        at: grouping.$over, "the mean over `\(over[0])` has a band of its own",
        remedy: "leave out `lower` and `upper`")
    }
  }

  /// The series with their data. Without an `x`, rows are counted from 1.
  func drawn(as mark: Plot.Series.Mark) throws -> [Plot.Series] {
    if let data {
      return try y.map { column in
        Plot.Series(
          column.spaced, mark: mark, x: try data.horizontal(x), y: try data.numbers(column),
          lower: try lower.map(data.numbers), upper: try upper.map(data.numbers),
          notNumbers: data.notNumbers(column))
      }
    }
    return try series.map { one in
      Plot.Series(
        one.label ?? one.$data.reference.split(separator: ".").first.map(String.init) ?? one.y,
        mark: one.mark ?? mark, x: try one.data.horizontal(one.x ?? x),
        y: try one.data.numbers(one.y),
        lower: try one.lower.map(one.data.numbers), upper: try one.upper.map(one.data.numbers),
        notNumbers: one.data.notNumbers(one.y))
    }
  }

  /// The figure of the series, with a word on what is averaged.
  func figure(as mark: Plot.Series.Mark, on axes: AxesOptions) throws -> Figure {
    var plot = try plot(as: mark, on: axes)
    guard let tidy = try tidySeries(as: mark, rules: axes.plotRules) else {
      return Figure(.plot(plot))
    }
    plot.panels = tidy.panels
    return Figure(
      .plot(plot), note: tidy.notes.isEmpty ? nil : tidy.notes.joined(separator: " "))
  }

  /// `nil` where the rows of the table are drawn as they are.
  private func tidySeries(as mark: Plot.Series.Mark, rules: [Plot.Rule]) throws -> TidySeries? {
    guard let data else { return nil }
    let used = [x, lower, upper].compactMap { $0 } + y
    var rows = grouping.rows(of: data, used: used)
    if grouping.over == nil, lower != nil || upper != nil {
      rows = TidyRows(
        table: data, color: rows.color, facet: rows.facet, over: [], used: used)
    }
    guard rows.isGrouped else {
      if mark != .points, let x, rows.hasHiddenSettings(x) {
        try rows.requireOneRow(at: [x], among: Array(0..<data.rowCount))
      }
      return nil
    }
    var series = TidySeries(
      rows: rows, x: x, y: y, mark: mark, spread: grouping.spread, lower: lower, upper: upper)
    try series.draw(rules: rules)
    return series
  }

  /// The plot of the series: labels come from the columns unless the options give others.
  private func plot(as mark: Plot.Series.Mark, on axes: AxesOptions) throws -> Plot {
    let table = data ?? series.first?.data
    let horizontal = x ?? series.first?.x
    let verticals = y.isEmpty ? series.map(\.y) : y
    let units = Set(verticals.compactMap { table?[column: $0]?.unit })
    return Plot(
      .series(try drawn(as: mark)),
      horizontal: axes.horizontal(
        horizontal?.spaced ?? "row", unit: horizontal.flatMap { table?[column: $0]?.unit }),
      vertical: axes.vertical(
        commonLabel(of: verticals), unit: units.count == 1 ? units.first : nil),
      rules: axes.plotRules)
  }
}

/// What several columns are of: their name where it is one, or the last word that they share.
private func commonLabel(of columns: [String]) -> String {
  let words = columns.map { $0.split(separator: "-") }
  guard let last = words.first?.last, words.allSatisfy({ $0.last == last }) else { return "value" }
  return Set(columns).count == 1 ? columns[0].spaced : String(last)
}

extension Plot.Series.Mark: OptionChoice {}

extension Table {
  /// A column as numbers, NaN where a cell is empty.
  /// - Throws: `OperationError` if it holds anything else.
  func numbers(_ column: String) throws -> [Double] {
    let values = self[column: column]?.values ?? []
    if let odd = values.lazy.compactMap({ $0 }).first(where: { $0.double == nil }) {
      throw OperationError(
        "the column `\(column)` holds \(odd.plainText), which is no number",
        remedy: "plot a column of numbers")
    }
    return values.map { $0?.double ?? .nan }
  }

  /// The rows in which a column holds NaN; `nil` where there are none.
  func notNumbers(_ column: String) -> [Int]? {
    let values = self[column: column]?.values ?? []
    let rows = values.indices.filter { values[$0]?.double?.isNaN == true }
    return rows.isEmpty ? nil : rows
  }

  fileprivate func horizontal(_ column: String?) throws -> [Double] {
    try column.map(numbers) ?? (0..<rowCount).map { Double($0 + 1) }
  }
}

extension Problems {
  /// Reports a column that the table does not have, as far as its columns are known.
  mutating func require(_ column: String, of table: TableOutline?, at option: FieldReference?) {
    let columns = table?.columns ?? []
    guard !columns.isEmpty, !columns.contains(column) else { return }
    report(MissingName(.column, column, among: columns).explanation(), at: option)
  }

  /// Reports also a column that holds something else than numbers.
  mutating func requireNumbers(
    _ column: String, of table: TableOutline?, at option: FieldReference?
  ) {
    require(column, of: table, at: option)
    guard let table, table.columns.contains(column), !table.type(of: column).isNumeric else {
      return
    }
    let numbers = table.columns.filter { table.type(of: $0).isNumeric }
    report(
      at: option, "the column `\(column)` does not hold numbers",
      remedy: numbers.isEmpty ? nil : "the columns with numbers are \(listed(numbers))",
      as: .typeMismatch)
  }
}
