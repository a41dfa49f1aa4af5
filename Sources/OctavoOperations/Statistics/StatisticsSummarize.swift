import OctavoBase
import OctavoResults
import OctavoRunner

/// `statistics.summarize`: numbers by group, as means with intervals.
struct StatisticsSummarize: Operation {
  static let manual = Manual(
    "statistics.summarize", "Summarizes columns of a table: means with intervals, by group.",
    discussion: """
      `data` has one observation a row. Rows with equal cells in the columns of `by` make a group, \
      and a row of the result, in the order of first appearance. For each column X of `of` the result has \
      X, X-lower and X-upper: the mean with its 95 % interval by Student's t with n − 1 degrees of \
      freedom, then X-sd, the standard deviation of a sample, and X-median. The interval and the deviation \
      of one number are empty. Empty cells are left out and counted in a warning; `n` is then the number \
      of cells that are not empty, in the column that has the fewest. A cell that is NaN makes its group's \
      statistics NaN.
      """,
    example: """
      run: statistics.summarize
      data: trainings
      by: rate
      of: validation-loss
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("A row for each group.") var table: Table
    @Output("The mean of the numbers; made without `by`, and of a single column.")
    var mean: Estimate?

    var shown: [any DeclaredOutput] { [$table] }
  }

  @Input("The table, one observation a row.") var data: Table
  @Option(
    "The columns whose combinations make the groups; without them, all rows are one.",
    .count(0...100))
  var by: [String] = []
  @Option("The columns of numbers to summarize.", .count(1...1000)) var of: [String]

  func check(_ problems: inout Problems) {
    for column in by { problems.require(column, of: $data.outline, at: $by) }
    for column in of { problems.requireNumbers(column, of: $data.outline, at: $of) }
    if let repeated = outline.columns.firstRepeated {
      problems.report(
        at: of.contains(repeated) ? $of : $by, "the result would have two columns `\(repeated)`",
        remedy: "the result counts in `n` and names the statistics of a column X as X, X-lower, "
          + "X-upper, X-sd and X-median; leave a column out, or name it otherwise")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$table] = outline
    if !hasMean { outputs.leaveOut(\.$mean) }
  }

  private var hasMean: Bool { by.isEmpty && of.count == 1 }

  private var outline: TableOutline {
    TableOutline(
      columns: by + ["n"] + of.flatMap(ColumnSummary.columns),
      types: ($data.outline?.types ?? [:]).filter { by.contains($0.key) }
        .merging(["n": .integer]) { first, _ in first })
  }

  func run(in context: StepContext) throws -> Outputs {
    guard data.rowCount > 0 else {
      throw OperationError("there is nothing to summarize: the table has no rows")
    }
    let groups = RowGroups(of: 0..<data.rowCount, in: data, by: by)
    let summaries = of.map { ColumnSummary(of: $0, in: data, groups) }
    for summary in summaries {
      if let warning = emptyCells(of: summary) { context.warn(warning) }
    }
    let counts = groups.groups.indices.map { group in
      summaries.map { $0.numbers[group].count }.min() ?? 0
    }
    var outputs = Outputs()
    outputs.table = Table(
      groups.columns(of: data) + [.init("n", integers: counts)] + summaries.flatMap(\.columns))
    if hasMean, let numbers = summaries.first?.numbers.first {
      outputs.mean = Estimate(overSeeds: numbers)
    }
    return outputs
  }

  private func emptyCells(of summary: ColumnSummary) -> StepWarning? {
    guard let first = summary.emptyRows.first else { return nil }
    let count = summary.emptyRows.count
    return StepWarning(
      .leavingOut(count, of: data.rowCount),
      "\(count) of \(data.rowCount) cells of `\(summary.name)` \(count == 1 ? "is" : "are") "
        + "empty and left out. The first is in row \(first + 1)"
        + (by.isEmpty ? "." : ", of \(data.phrase(first, on: by))."))
  }
}

/// The statistics of one column, group by group.
private struct ColumnSummary {
  let name: String
  /// Of each group, its cells that are not empty.
  let numbers: [[Double]]
  /// The rows with an empty cell, counted from 0.
  let emptyRows: [Int]
  private let unit: String?

  init(of name: String, in table: Table, _ groups: RowGroups) {
    let column = table[column: name]
    let values = column?.values ?? []
    self.name = name
    unit = column?.unit
    numbers = groups.groups.map { $0.rows.compactMap { values[$0]?.double } }
    emptyRows = values.indices.filter { values[$0] == nil }
  }

  static func columns(_ name: String) -> [String] {
    Estimate.names(of: name) + ["\(name)-sd", "\(name)-median"]
  }

  var columns: [Table.Column] {
    let estimates = numbers.map { $0.count < 2 ? nil : Estimate(overSeeds: $0) }
    let cells: [[Double?]] = [
      numbers.map { $0.isEmpty ? nil : $0.mean },
      estimates.map { $0?.lower }, estimates.map { $0?.upper },
      numbers.map { $0.count < 2 ? nil : $0.standardDeviation },
      numbers.map { $0.isEmpty ? nil : $0.quantile(0.5) },
    ]
    return zip(Self.columns(name), cells).map { name, cells in
      Table.Column(name, unit: unit, cells.map { $0.map(Value.number) })
    }
  }
}
