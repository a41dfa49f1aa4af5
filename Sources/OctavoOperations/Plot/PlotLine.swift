import OctavoResults
import OctavoRunner

/// `plot.line`: points joined by lines.
struct PlotLine: Operation {
  static let manual = Manual(
    "plot.line", "Draws columns of a table as lines.",
    discussion: """
      The columns may come from one table (`data`, `x`, `y`) or each from its own (`series`). \
      A missing number breaks its line. `lower` and `upper` name the columns with the edges of a \
      band, such as a confidence interval. Of a tidy table, with one observation a row, `color` and \
      `facet` tell settings apart, and the mean is taken over the seeds.
      """,
    example: """
      run: plot.line
      data: pretrain.history
      x: iteration
      y: validation-loss
      color: rate
      over: seed
      """)

  static let computesLittle = true

  typealias Outputs = PlotOutputs

  let source = SeriesOptions()
  let axes = AxesOptions()
  @Option("Whether the points themselves are marked.") var points = false

  func run(in context: StepContext) throws -> Outputs {
    try Outputs(plot: source.figure(as: points ? .linesAndPoints : .line, on: axes))
  }
}
