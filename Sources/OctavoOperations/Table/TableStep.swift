import OctavoResults
import OctavoRunner

/// `table`: rows that a notebook puts together, or a part of a table that a step made.
struct TableStep: Operation {
  static let manual = Manual(
    "table", "Shows a table: given rows, or part of a table that a step produced.",
    discussion: """
      `rows` is a list of mappings from column to value, where values of earlier steps come in as \
      `${pretrain.validation-loss}`; all rows name the same columns. Or `data` is a step's table, of \
      which `columns`, `every` and `last` choose a part. The table can be plotted like any other.
      """,
    example: """
      run: table
      rows:
        - {model: small, loss: "${small-run.validation-loss}"}
        - {model: large, loss: "${large-run.validation-loss}"}
      """)
  struct Outputs: OutputGroup {
    @Output("The table.") var table: Table

    var shown: [any DeclaredOutput] { [$table] }
  }

  @Option("The rows, each a mapping from column to value.") var rows: [TableRow] = []
  @Input("A table to show a part of.") var data: Table?
  @Option("The columns to show, in this order; without it, all.", .count(0...1000))
  var columns: [String] = []
  @Option("Shows every n-th row.", .limit) var every = 1
  @Option("Shows only this many rows from the end.", .limit) var last: Int?

  func check(_ problems: inout Problems) {
    if $data.isGiven != rows.isEmpty {
      problems.report(
        rows.isEmpty ? "there is nothing to show" : "both `data` and `rows` are given",
        remedy: "give either `rows` or `data`")
    }
    for (index, row) in rows.enumerated() where row.columns != rows[0].columns {
      problems.report(
        at: $rows,
        "row \(index + 1) has the columns \(listed(row.columns)), the first one "
          + listed(rows[0].columns))
    }
    if Set(columns).count < columns.count {
      problems.report(at: $columns, "a column is named twice")
      return
    }
    for column in columns {
      problems.require(column, of: whole, at: $columns)
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$table] = TableOutline(
      columns: columns.isEmpty ? whole.columns : columns, types: whole.types)
  }

  /// What the table is a part of, as far as it is known.
  private var whole: TableOutline {
    $data.outline ?? (rows.isEmpty ? TableOutline() : TableOutline(of: composed))
  }

  func run(in context: StepContext) -> Outputs {
    var outputs = Outputs()
    outputs.table = chosen(from: data ?? composed)
    return outputs
  }

  private var composed: Table {
    Table(
      (rows.first?.columns ?? []).map { name in
        Table.Column(name, rows.map { $0[name] })
      })
  }

  private func chosen(from table: Table) -> Table {
    let names = columns.isEmpty ? table.columns.map(\.name) : columns
    let strided = stride(from: 0, to: table.rowCount, by: every).map { $0 }
    let indices = strided.suffix(last ?? strided.count)
    return Table(
      names.compactMap { table[column: $0] }.map { column in
        Table.Column(column.name, unit: column.unit, indices.map { column.values[$0] })
      })
  }
}
