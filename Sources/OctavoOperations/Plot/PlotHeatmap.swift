import OctavoBase
import OctavoResults
import OctavoRunner

/// `plot.heatmap`: numbers of two categories as colors.
struct PlotHeatmap: Operation {
  static let manual = Manual(
    "plot.heatmap", "Draws numbers of a table as a matrix of colors.",
    discussion: """
      Each row of the table is one cell: the column `x` names the cell's column, `y` its row, and \
      `value` is its number. Cells that no row names stay empty. Without `x`, every row of the table \
      is a row of the matrix, named by `y`, and `values` names the columns. Of a tidy table, `facet` has \
      a panel for each setting, and a cell is the mean over the seeds.
      """,
    example: """
      run: plot.heatmap
      data: scores
      x: steps
      y: guidance
      value: accuracy
      """)

  static let computesLittle = true

  typealias Outputs = PlotOutputs

  @Input("The table.") var data: Table
  @Option("The column that names the cell's column.") var x: String?
  @Option("The column that names the cell's row.") var y: String
  @Option("The column with the cell's number, beside `x`.") var value: String?
  @Option("The columns to draw, in place of `x` and `value`.", .count(0...1000))
  var values: [String] = []
  @Option("The column whose values get a panel each.") var facet: String?
  @Option(
    "The columns over which the mean is taken; without it, `seed` where the table has one.",
    .count(0...100))
  var over: [String]?
  @Option("What the colors stand for; without it, the column's name.") var quantity: String?
  @Option("Whether zero is the middle of the colors.") var diverging = false
  @Option("The label of the horizontal axis; without it, the column's name.")
  var xLabel: String?
  @Option("The label of the vertical axis; without it, the column's name.")
  var yLabel: String?

  func check(_ problems: inout Problems) {
    if (x == nil) != (value == nil) || (x == nil) == values.isEmpty {
      problems.report(
        "cells need either `x` with `value`, or `values`",
        remedy: "give `x` and `value` where a row is a cell, `values` where it is a row of cells")
    }
    problems.require(y, of: $data.outline, at: $y)
    if let x { problems.require(x, of: $data.outline, at: $x) }
    if let value { problems.requireNumbers(value, of: $data.outline, at: $value) }
    for column in values { problems.requireNumbers(column, of: $data.outline, at: $values) }
    if let facet { problems.require(facet, of: $data.outline, at: $facet) }
    for column in over ?? [] {
      problems.require(column, of: $data.outline, at: $over)
      if column == facet {
        problems.report(
          at: $over, "`\(column)` is told apart by `facet` too",
          remedy: "take the mean over other columns")
      }
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let used = [x, y, value].compactMap { $0 } + values
    let repeated = data[column: Point.seedAxis] != nil && !(used + [facet]).contains(Point.seedAxis)
    let rows = TidyRows(
      table: data, color: nil, facet: facet, over: over ?? (repeated ? [Point.seedAxis] : []),
      used: used, hasColors: false)
    var counts: [Int] = []
    let panels = try rows.panels.map { panel in
      let own = panel.groups.flatMap(\.rows)
      let isMean = !rows.over.isEmpty
      if x != nil || isMean || facet != nil {
        try rows.requireOneRow(at: [x, y].compactMap { $0 } + rows.over, among: own)
      }
      if isMean { counts.append(rows.runs(own).count) }
      let heatmap =
        try x.map { try cellByCell($0, own) } ?? (isMean ? rowMeans(own) : rowByRow(own))
      return Plot.Panel(title: panel.title, .heatmap(heatmap))
    }
    return Outputs(
      plot: Figure(
        .plot(
          Plot(
            panels: panels, horizontal: Plot.Axis(xLabel ?? x.map(titled) ?? ""),
            vertical: Plot.Axis(yLabel ?? titled(y)))),
        note: rows.noun(of: counts).map { "Mean over \($0)." }))
  }

  /// A column's name with its unit.
  private func titled(_ column: String) -> String {
    let name = column.spaced
    return data[column: column]?.unit.map { "\(name) (\($0))" } ?? name
  }

  private func names(_ column: String) -> [String] {
    data[column: column]?.values.map { $0?.plainText ?? "" } ?? []
  }

  /// A column's numbers, `nil` where a cell is empty.
  private func cells(_ column: String) throws -> [Double?] {
    let numbers = try data.numbers(column)
    let notNumbers = Set(data.notNumbers(column) ?? [])
    return numbers.indices.map {
      numbers[$0].isNaN && !notNumbers.contains($0) ? nil : numbers[$0]
    }
  }

  private func rowByRow(_ rows: [Int]) throws -> Plot.Heatmap {
    let columns = try values.map(cells)
    let names = names(y)
    return Plot.Heatmap(
      rows: rows.map { names[$0] }, columns: values.map(\.spaced),
      values: rows.map { row in columns.map { $0[row] } },
      quantity: quantity ?? "value", diverging: diverging)
  }

  private func rowMeans(_ rows: [Int]) throws -> Plot.Heatmap {
    let columns = try values.map(cells)
    let names = names(y)
    let members = Dictionary(grouping: rows) { names[$0] }
    let distinct = rows.map { names[$0] }.distinct
    return Plot.Heatmap(
      rows: distinct, columns: values.map(\.spaced),
      values: distinct.map { name in
        columns.map { column in
          members[name, default: []].compactMap { column[$0] }.meanOrNothing
        }
      }, quantity: quantity ?? "value", diverging: diverging)
  }

  /// Each cell is the mean of its rows, of which there are several only where the mean is taken.
  private func cellByCell(_ x: String, _ rows: [Int]) throws -> Plot.Heatmap {
    let (across, down) = (names(x), names(y))
    // All panels have the same rows and columns.
    let (columns, lines) = (across.distinct, down.distinct)
    let numbers = try cells(value ?? "")
    let members = Dictionary(grouping: rows) { [down[$0], across[$0]] }
    return Plot.Heatmap(
      rows: lines, columns: columns,
      values: lines.map { line in
        columns.map { column in
          members[[line, column], default: []].compactMap { numbers[$0] }.meanOrNothing
        }
      }, quantity: quantity ?? value.map(titled) ?? "value", diverging: diverging)
  }
}

extension [Double] {
  /// `nil` of no numbers.
  fileprivate var meanOrNothing: Double? { isEmpty ? nil : mean }
}
