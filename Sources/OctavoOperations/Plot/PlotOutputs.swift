import OctavoResults
import OctavoRunner

/// What an operation offers that draws one plot.
struct PlotOutputs: OutputGroup {
  @Output("The plot.") var plot: Figure

  var shown: [any DeclaredOutput] { [$plot] }
}

extension PlotOutputs {
  init(_ content: Figure.Content) { plot = Figure(content) }

  init(plot figure: Figure) { plot = figure }
}
