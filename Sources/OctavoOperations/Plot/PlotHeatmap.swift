import OctavoResults
import OctavoRunner

/// `plot.heatmap`: numbers of two categories as colors.
struct PlotHeatmap: Operation {
  static let manual = Manual(
    "plot.heatmap", "Draws numbers of a table as a matrix of colors.",
    discussion: """
      Each row of the table is one cell: the column `x` names the cell's column, `y` its row, and \
      `value` is its number. Cells that no row names stay empty. Without `x`, every row of the table \
      is a row of the matrix, named by `y`, and `values` names the columns.
      """,
    example: """
      run: plot.heatmap
      data: scores
      x: steps
      y: guidance
      value: accuracy
      """)
  typealias Outputs = PlotOutputs

  @Input("The table.") var data: Table
  @Option("The column that names the cell's column.") var x: String?
  @Option("The column that names the cell's row.") var y: String
  @Option("The column with the cell's number, beside `x`.") var value: String?
  @Option("The columns to draw, in place of `x` and `value`.", .count(0...1000))
  var values: [String] = []
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
  }

  func run(in context: StepContext) throws -> Outputs {
    let heatmap = try x.map { try cellByCell($0) } ?? rowByRow()
    return Outputs(
      .plot(
        Plot(
          .heatmap(heatmap), horizontal: Plot.Axis(xLabel ?? x?.spaced ?? ""),
          vertical: Plot.Axis(yLabel ?? y.spaced))))
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

  private func rowByRow() throws -> Plot.Heatmap {
    let columns = try values.map(cells)
    return Plot.Heatmap(
      rows: names(y), columns: values.map(\.spaced),
      values: (0..<data.rowCount).map { row in columns.map { $0[row] } },
      quantity: quantity ?? "value", diverging: diverging)
  }

  private func cellByCell(_ x: String) throws -> Plot.Heatmap {
    let (across, down) = (names(x), names(y))
    let (columns, rows) = (across.distinct, down.distinct)
    var cells = [[Double?]](
      repeating: Array(repeating: nil, count: columns.count), count: rows.count)
    for (index, number) in try self.cells(value ?? "").enumerated() {
      guard let row = rows.firstIndex(of: down[index]),
        let column = columns.firstIndex(of: across[index])
      else { continue }
      guard cells[row][column] == nil else {
        throw OperationError(
          "two rows of the table are the cell “\(down[index])”, “\(across[index])”",
          remedy: "plot a table with one row a cell")
      }
      cells[row][column] = number
    }
    return Plot.Heatmap(
      rows: rows, columns: columns, values: cells, quantity: quantity ?? value?.spaced ?? "value",
      diverging: diverging)
  }
}

extension [String] {
  /// Each once, in the order of first appearance.
  fileprivate var distinct: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
