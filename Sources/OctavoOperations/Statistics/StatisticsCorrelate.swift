import OctavoBase
import OctavoResults
import OctavoRunner

/// `statistics.correlate`: the correlation of two columns, by group.
struct StatisticsCorrelate: Operation {
  static let manual = Manual(
    "statistics.correlate", "Correlates two columns of a table, by group.",
    discussion: """
      `data` has one observation a row. Rows with equal cells in the columns of `by` make a group, \
      with a coefficient of its own; `correlation` is their mean. Spearman's coefficient is \
      Pearson's of the ranks, equal numbers sharing their mean rank (Spearman 1904). Groups in \
      which one of the columns does not vary, or with fewer than three rows, have no coefficient \
      and are counted in a warning. The interval is that of the mean over groups. It assumes that \
      groups are independent, so it is too narrow where groups share what varies, such as the \
      models that all their rows are measured with.
      """,
    example: """
      run: statistics.correlate
      data: predicted.predictions
      x: predicted
      y: loss
      by: query
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("A row for each group: the number of its rows and the coefficient.") var table: Table
    @Output("The mean coefficient of the groups.") var correlation: Estimate

    var shown: [any DeclaredOutput] { [$table, $correlation] }
  }

  @Input("The table, one observation a row.") var data: Table
  @Option("The first column of numbers.") var x: String
  @Option("The second column of numbers.") var y: String
  @Option(
    "The columns whose combinations make the groups; without them, all rows are one group.",
    .count(0...100)) var by: [String] = []
  @Option("The coefficient.") var method = Method.spearman

  enum Method: String, OptionChoice { case spearman, pearson }

  func check(_ problems: inout Problems) {
    problems.requireNumbers(x, of: $data.outline, at: $x)
    problems.requireNumbers(y, of: $data.outline, at: $y)
    for column in by { problems.require(column, of: $data.outline, at: $by) }
    if x == y { problems.report(at: $y, "`x` and `y` are the same column") }
    if let repeated = (by + ["n", "correlation"]).firstRepeated {
      problems.report(
        at: $by, "the result would have two columns `\(repeated)`",
        remedy: "name a column once, and none of them `n` or `correlation`")
    }
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    outputs[\.$table] = TableOutline(
      columns: by + ["n", "correlation"],
      types: ($data.outline?.types ?? [:]).filter { by.contains($0.key) }
        .merging(["n": .integer]) { first, _ in first })
  }

  func run(in context: StepContext) throws -> Outputs {
    let (xs, ys) = (data[column: x]?.values ?? [], data[column: y]?.values ?? [])
    let usable = (0..<data.rowCount).filter { row in
      guard let x = xs[row]?.double, let y = ys[row]?.double else { return false }
      return !x.isNaN && !y.isNaN
    }
    if usable.count < data.rowCount {
      let count = data.rowCount - usable.count
      context.warn(
        .leavingOut(count, of: data.rowCount),
        "\(count) of \(data.rowCount) rows have no number in `\(x)` or `\(y)` and are left out.")
    }
    let groups = RowGroups(of: usable, in: data, by: by)
    let coefficients = groups.groups.map { group in
      coefficient(
        group.rows.compactMap { xs[$0]?.double }, group.rows.compactMap { ys[$0]?.double })
    }
    let known = coefficients.compactMap { $0 }
    guard !known.isEmpty else {
      throw OperationError(
        "there is nothing to correlate: no group has three rows in which both columns vary")
    }
    if known.count < coefficients.count {
      context.warn(
        .leavingOut(coefficients.count - known.count, of: coefficients.count),
        "\(coefficients.count - known.count) of \(coefficients.count) groups have no coefficient, since "
          + "they have fewer than three rows, or a column that does not vary.")
    }
    var outputs = Outputs()
    outputs.table = Table(
      groups.columns(of: data) + [
        .init("n", integers: groups.groups.map(\.rows.count)),
        .init("correlation", coefficients.map { $0.map(Value.number) }),
      ])
    outputs.correlation = Estimate(meanOf: known)
    return outputs
  }

  private func coefficient(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count >= 3 else { return nil }
    let coefficient =
      method == .spearman ? x.rankCorrelation(with: y) : x.correlation(with: y)
    return coefficient.isNaN ? nil : coefficient
  }
}
