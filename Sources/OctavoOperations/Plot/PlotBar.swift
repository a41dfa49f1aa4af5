import OctavoBase
import OctavoResults
import OctavoRunner

/// `plot.bar`: one bar for each row and column.
struct PlotBar: Operation {
  static let manual = Manual(
    "plot.bar", "Draws columns of a table as bars.",
    discussion: """
      Each row is a category, named by the column `x`; each column of `y` is a group of bars with \
      its own color. With a single `y`, `lower` and `upper` draw whiskers. Groups from several tables \
      with the same categories are given as `series`, each with whiskers of its own. Of a tidy table, with one observation a row, \
      `color` and `facet` tell settings apart, and bars are means over the seeds with whiskers.
      """,
    example: """
      run: plot.bar
      data: comparison
      x: model
      y: validation-loss
      """)

  static let computesLittle = true

  typealias Outputs = PlotOutputs

  @Input("The table whose rows are the categories.") var data: Table?
  @Option("The column that names the categories.") var x: String
  @Option("The columns to draw, a group of bars each.", .count(0...100)) var y: [String] = []
  @Option("Groups from several tables, instead of `data` and `y`.", .count(0...100))
  var series: [Group] = []
  @Option("The column with the lower ends of whiskers.") var lower: String?
  @Option("The column with the upper ends of whiskers.") var upper: String?
  let grouping = GroupingOptions()
  let axes = AxesOptions()

  /// One group of bars with a table of its own.
  struct Group: OptionGroup {
    @Input("The table that the column is of.", countsByName: true) var data: Table
    @Option("The column to draw.") var y: String
    @Option("What the group is called; without it, the table's step.") var label: String?
    @Option("The column with the lower ends of whiskers.") var lower: String?
    @Option("The column with the upper ends of whiskers.") var upper: String?

    func check(_ problems: inout Problems) {
      for (option, column) in [($y, y), ($lower, lower), ($upper, upper)] {
        if let column { problems.requireNumbers(column, of: $data.outline, at: option) }
      }
      if (lower == nil) != (upper == nil) {
        problems.report(
          at: lower == nil ? $upper : $lower, "whiskers need both `lower` and `upper`")
      }
    }

    fileprivate var name: String {
      label ?? $data.reference.split(separator: ".").first.map(String.init) ?? y
    }
  }

  func check(_ problems: inout Problems) {
    let isFromOneTable = $data.isGiven
    if isFromOneTable == !series.isEmpty {
      problems.report(
        isFromOneTable ? "both `data` and `series` are given" : "there is nothing to draw",
        remedy: "give either `data` and `y`, or `series`")
    }
    if !series.isEmpty, !y.isEmpty || lower != nil || upper != nil {
      problems.report(
        at: y.isEmpty ? (lower == nil ? $upper : $lower) : $y,
        "beside `series` this has no meaning", remedy: "give the column within each of the `series`"
      )
      return
    }
    if isFromOneTable && y.isEmpty {
      problems.report(
        "`y` is missing",
        remedy: "name the columns to draw: \(listed($data.outline?.columns ?? []))")
    }
    problems.require(x, of: $data.outline, at: $x)
    for group in series { problems.require(x, of: group.$data.outline, at: $x) }
    for column in y { problems.requireNumbers(column, of: $data.outline, at: $y) }
    for (option, column) in [($lower, lower), ($upper, upper)] {
      if let column { problems.requireNumbers(column, of: $data.outline, at: option) }
    }
    if (lower == nil) != (upper == nil) || (lower != nil && y.count > 1) {
      problems.report(
        at: lower == nil ? $upper : $lower,
        "whiskers need both `lower` and `upper`, and exactly one `y`")
    }
    grouping.check(of: $data.outline, isTidy: isFromOneTable, &problems)
    if grouping.spread == .lines {
      problems.report(
        at: grouping.$spread, "bars show the spread of a mean by whiskers",
        remedy: "give `band` for whiskers, or `none`")
    }
    if lower != nil || upper != nil, grouping.isGiven {
      problems.report(
        at: lower == nil ? $upper : $lower, "a mean has whiskers of its own",
        remedy: "leave out `lower` and `upper`, or `color`, `facet` and `over`")
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    if let tidy = try tidyFigure { return Outputs(plot: tidy) }
    let drawn =
      data.map { table in
        y.map { DrawnGroup(name: $0.spaced, table: table, y: $0, lower: lower, upper: upper) }
      }
      ?? series.map {
        DrawnGroup(name: $0.name, table: $0.data, y: $0.y, lower: $0.lower, upper: $0.upper)
      }
    guard let first = drawn.first else { throw OperationError("there is nothing to draw") }
    let categories = first.table.categories(x)
    let groups = try drawn.map { group in
      guard group.table.categories(x) == categories else {
        throw OperationError(
          "`\(group.name)` has other categories in `\(x)` than the first of the series",
          remedy: "draw tables with the same rows together")
      }
      return try group.bars()
    }
    return Outputs(
      .plot(
        Plot(
          .bars(Plot.Bars(categories: categories, groups: groups)),
          horizontal: axes.horizontal(x.spaced, unit: first.table[column: x]?.unit),
          vertical: axes.vertical(
            Set(drawn.map(\.y)).count == 1 ? first.y.spaced : "value",
            unit: first.table[column: first.y]?.unit),
          rules: axes.plotRules)))
  }

  /// `nil` where the rows of the table are drawn as they are.
  private var tidyFigure: Figure? {
    get throws {
      guard let data, lower == nil, upper == nil else { return nil }
      let rows = grouping.rows(of: data, used: [x] + y)
      guard rows.isGrouped || rows.hasHiddenSettings(x) else { return nil }
      for column in y { _ = try data.numbers(column) }
      var bars = TidyBars(
        rows: rows, x: x, y: y, hasWhiskers: grouping.spread == .band,
        unit: data[column: y.first ?? ""]?.unit)
      try bars.draw(rules: axes.plotRules)
      let label = y.count == 1 ? y[0].spaced : "value"
      return Figure(
        .plot(
          Plot(
            panels: bars.panels, horizontal: axes.horizontal(x.spaced, unit: data[column: x]?.unit),
            vertical: axes.vertical(label, unit: bars.unit))), note: bars.note)
    }
  }
}

/// The columns that a group of bars is drawn from.
private struct DrawnGroup {
  let name: String
  let table: Table
  let y: String
  let lower: String?
  let upper: String?

  func bars() throws -> Plot.Bars.Group {
    Plot.Bars.Group(
      name, values: try table.numbers(y), lower: try lower.map(table.numbers),
      upper: try upper.map(table.numbers), notNumbers: table.notNumbers(y))
  }
}

extension Table {
  fileprivate func categories(_ column: String) -> [String] {
    self[column: column]?.values.map { $0?.plainText ?? "" } ?? []
  }
}
