import OctavoResults
import OctavoRunner

/// `plot.bar`: one bar for each row and column.
struct PlotBar: Operation {
  static let manual = Manual(
    "plot.bar", "Draws columns of a table as bars.",
    discussion: """
      Each row is a category, named by the column `x`; each column of `y` is a group of bars with \
      its own colour. With a single `y`, `lower` and `upper` draw whiskers.
      """,
    example: """
      run: plot.bar
      data: comparison
      x: model
      y: validation-loss
      """)
  static let outputs: [Output] = [.figure("plot", "The plot.")]

  @Input("The table whose rows are the categories.") var data: Table
  @Option("The column that names the categories.") var x: String
  @Option("The columns to draw.", .notEmpty) var y: [String]
  @Option("The column with the lower ends of whiskers.") var lower: String?
  @Option("The column with the upper ends of whiskers.") var upper: String?
  let axes = AxesOptions()

  func check(_ findings: inout Findings) {
    let columns = $data.outline ?? []
    findings.require(x, among: columns, at: "x")
    for column in y { findings.require(column, among: columns, at: "y") }
    for (option, column) in [("lower", lower), ("upper", upper)] {
      if let column { findings.require(column, among: columns, at: option) }
    }
    if (lower == nil) != (upper == nil) || (lower != nil && y.count > 1) {
      findings.report(
        at: lower == nil ? "upper" : "lower",
        "whiskers need both `lower` and `upper`, and exactly one `y`")
    }
  }

  func run(in context: StepContext) -> StepResult {
    let categories = data[column: x]?.values.map { $0?.plainText ?? "" } ?? []
    let groups = y.map { column in
      Plot.Bars.Group(
        column.spaced, values: data.numbers(column), lower: lower.map(data.numbers),
        upper: upper.map(data.numbers))
    }
    return .figure(
      .plot(
        Plot(
          .bars(Plot.Bars(categories: categories, groups: groups)),
          horizontal: axes.horizontal(x.spaced),
          vertical: axes.vertical(
            y.count == 1 ? y[0].spaced : "value", unit: data[column: y[0]]?.unit),
          rules: axes.plotRules)))
  }
}

extension Value {
  /// The value as a label.
  var plainText: String {
    switch self {
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .text(let text): text
    case .boolean(let boolean): boolean ? "yes" : "no"
    }
  }
}
