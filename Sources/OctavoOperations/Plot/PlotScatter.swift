import OctavoResults
import OctavoRunner

/// `plot.scatter`: points alone.
struct PlotScatter: Operation {
  static let manual = Manual(
    "plot.scatter", "Draws rows of a table as points.",
    discussion: """
      One point a row, at the columns `x` and `y`. As with `plot.line`, the points may come from one \
      table or from several. `color` and `facet` tell rows apart; points that repeat each other in the \
      columns `over`, such as the seeds, become their mean with whiskers where they share their `x`.
      """,
    example: """
      run: plot.scatter
      data: rewards.scores
      x: length
      y: reward
      """)

  static let computesLittle = true

  typealias Outputs = PlotOutputs

  let source = SeriesOptions()
  let axes = AxesOptions()

  func run(in context: StepContext) throws -> Outputs {
    try Outputs(plot: source.figure(as: .points, on: axes))
  }
}
