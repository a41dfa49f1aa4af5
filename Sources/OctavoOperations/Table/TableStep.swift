import OctavoResults
import OctavoRunner

/// `table`: rows that a notebook puts together, a part of a table that a step made, or its means.
struct TableStep: Operation {
  static let manual = Manual(
    "table", "Shows a table: given rows, or part of a table that a step produced.",
    discussion: """
      `rows` is a list of mappings from column to value, where values of earlier steps come in as \
      `${pretrain.validation-loss}`; all rows name the same columns. Or `data` is a step's table, of \
      which `columns`, `every` and `last` choose a part.

      Of a tidy `data`, with one observation a row, `rows` may name columns instead: there is a row for \
      each combination of their values, and the columns `of` are averaged, with their 95 % interval over \
      the seeds. `across` names a column whose values become columns. The table can be plotted like any \
      other.
      """,
    example: """
      run: table
      data: learn.points
      rows: rate
      of: validation-loss
      best: {validation-loss: lowest}
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The table.") var table: Table

    var shown: [any DeclaredOutput] { [$table] }
  }

  @Option("The rows, each a mapping from column to value; or the columns whose values make rows.")
  var rows = TableRows.written([])
  @Input("A table to show a part of.") var data: Table?
  @Option("The columns to show, in this order; without it, all.", .count(0...1000))
  var columns: [String] = []
  @Option("The column whose values become columns, beside columns named in `rows`.")
  var across: String?
  @Option("The columns to average, beside columns named in `rows`.", .count(0...1000))
  var of: [String] = []
  let look = ColumnOptions()
  @Option("Shows every n-th row.", .limit) var every = 1
  @Option("Shows only this many rows from the end.", .limit) var last: Int?

  private var written: [TableRow] { if case .written(let rows) = rows { rows } else { [] } }
  private var rowColumns: [String] { if case .columns(let names) = rows { names } else { [] } }
  private var isSummary: Bool { !rowColumns.isEmpty }

  func check(_ problems: inout Problems) {
    if isSummary {
      checkSummary(&problems)
    } else {
      if $data.isGiven != written.isEmpty {
        problems.report(
          written.isEmpty ? "there is nothing to show" : "both `data` and `rows` are given",
          remedy: "give either `rows` or `data`")
      }
      for (option, isGiven) in [($across, across != nil), ($of, !of.isEmpty)] where isGiven {
        problems.report(
          at: option, "this needs columns named in `rows`",
          remedy: "name in `rows` the columns whose values make rows")
      }
    }
    for (index, row) in written.enumerated() where row.columns != written[0].columns {
      problems.report(
        at: $rows,
        "row \(index + 1) has the columns \(listed(row.columns)), the first one "
          + listed(written[0].columns))
    }
    if Set(columns).count < columns.count {
      problems.report(at: $columns, "a column is named twice")
      return
    }
    for column in columns { problems.require(column, of: whole, at: $columns) }
    look.check(of: shown, &problems)
  }

  private func checkSummary(_ problems: inout Problems) {
    guard $data.isGiven else {
      problems.report(
        at: $rows, "`rows` names columns, and `data` is missing",
        remedy: "give the table that they are columns of")
      return
    }
    if of.isEmpty {
      problems.report(
        at: $rows, "`of` is missing", remedy: "name in `of` the columns to average")
    }
    if !columns.isEmpty {
      problems.report(
        at: $columns, "beside columns named in `rows` this has no meaning",
        remedy: "name in `of` the columns to average")
    }
    if Set(rowColumns).count < rowColumns.count {
      problems.report(at: $rows, "a column is named twice")
    }
    if Set(of).count < of.count { problems.report(at: $of, "a column is named twice") }
    for column in rowColumns { problems.require(column, of: $data.outline, at: $rows) }
    for column in of {
      problems.requireNumbers(column, of: $data.outline, at: $of)
      if rowColumns.contains(column) || column == across {
        problems.report(at: $of, "`\(column)` makes the rows or columns, so it is not averaged")
      }
    }
    if let across {
      problems.require(across, of: $data.outline, at: $across)
      if rowColumns.contains(across) {
        problems.report(at: $across, "`\(across)` makes the rows already")
      }
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) { outputs[\.$table] = shown }

  /// The table that will come of it, as far as it is known.
  private var shown: TableOutline {
    // What would follow from a name that stands for nothing is reported with that name alone.
    guard !namesUnknownColumn else { return TableOutline(types: whole.types) }
    guard isSummary else {
      return TableOutline(columns: columns.isEmpty ? whole.columns : columns, types: whole.types)
    }
    // The values of `across`, which name columns, only the run tells.
    guard across == nil else { return TableOutline(types: whole.types) }
    return TableOutline(columns: rowColumns + of.flatMap(Estimate.names), types: whole.types)
  }

  private var namesUnknownColumn: Bool {
    let known = whole.columns
    let named = columns + (isSummary ? rowColumns + of + (across.map { [$0] } ?? []) : [])
    return !known.isEmpty && named.contains { !known.contains($0) }
  }

  /// What the table is a part of, as far as it is known.
  private var whole: TableOutline {
    $data.outline ?? (written.isEmpty ? TableOutline() : TableOutline(of: composed))
  }

  func run(in context: StepContext) throws -> Outputs {
    var outputs = Outputs()
    if isSummary, let data {
      let summary = try Summary(of: data, rows: rowColumns, across: across, of: of)
      try look.requireColumns(of: summary.table, origins: summary.origins)
      outputs.table = look.presented(part(of: summary.table), origins: summary.origins)
    } else {
      outputs.table = look.presented(part(of: data ?? composed))
    }
    return outputs
  }

  private var composed: Table {
    Table(
      (written.first?.columns ?? []).map { name in
        Table.Column(name, written.map { $0[name] })
      })
  }

  /// The chosen rows and columns, in the wanted order.
  private func part(of table: Table) -> Table {
    let sorted = look.sorted(table)
    let strided = stride(from: 0, to: table.rowCount, by: every).map { $0 }
    let chosen = sorted.with(rows: Array(strided.suffix(last ?? strided.count)))
    return columns.isEmpty ? chosen : Table(columns.compactMap { chosen[column: $0] })
  }
}
