/// What a page says of its plots: under them, and to whoever cannot see them. Places and ranges are
/// texts that another of these phrases has made.
protocol PlotPhrases: Sendable {
  // MARK: What is drawn

  var emptyPlot: String { get }
  var scatterPlot: String { get }
  var linePlot: String { get }
  var dotPlot: String { get }
  var barChart: String { get }
  var histogram: String { get }
  var heatmap: String { get }
  var nothingToPlot: String { get }
  /// A quantity over another.
  func quantity(_ vertical: String, by horizontal: String) -> String
  func inPanels(_ heading: String, _ count: Int) -> String
  func rule(_ label: String, at value: String) -> String
  func andMore(_ count: Int) -> String

  // MARK: What it shows

  var noNumber: String { get }
  var noCount: String { get }
  func noneShown(of total: Int) -> String
  func value(_ value: String, at place: String) -> String
  func shown(_ count: Int, of total: Int) -> String
  func onePoint(_ place: String) -> String
  func pointCount(_ count: Int) -> String
  func pointCount(_ count: Int, from first: String, to last: String) -> String
  func extremes(lowest: String, highest: String) -> String
  func moreCategories(_ count: Int) -> String
  func range(_ low: String, _ high: String) -> String
  func distribution(total: String, in range: String, most: String, in fullest: String) -> String
  func size(rows: Int, columns: Int) -> String
  func span(_ low: String, _ high: String) -> String

  /// What the thin lines under a mean are.
  var singleRuns: String { get }
  /// - Parameter most: where not all means are over equally many seeds.
  func meanOverSeeds(_ count: Int, upTo most: Int?, withInterval: Bool) -> String

  // MARK: What it does not show

  func notPositive(_ count: Int) -> String
  func cutIntervals(_ count: Int) -> String
  func notFinite(nan: Int, infinite: Int, _ fate: PlotFate) -> String
  func notCounted(_ count: Int) -> String
  func withoutPlace(_ count: Int) -> String
  func outsideLimits(_ count: Int) -> String
  func firstDrawn(_ limit: Int, of count: Int, _ part: PlotPart) -> String
}

/// What becomes of values that are not finite.
enum PlotFate: Hashable, Sendable { case leftOut, atTheEdge, noBar, noColor }

/// Of what a plot may have too many.
enum PlotPart: Hashable, Sendable { case panels, rules, series, categories, groups }
