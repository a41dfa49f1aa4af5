/// English, in which a page is where nothing else is asked for.
struct EnglishPhrases: Phrases {
  let skipToReport = "Skip to the report"
  let contents = "Contents"
  let contentsFolded = "Contents, folded"
  let abstract = "Abstract"
  let keywords = "Keywords"
  let references = "References"
  let footnotes = "Footnotes"
  let linkToSection = "Link to this section"
  let details = "Details"
  let fullStop = "."
  let colon = ": "
  let referenceWords = ReferenceWords.english

  let colors = "Colors"
  let automatic = "Auto"
  let light = "Light"
  let dark = "Dark"

  let figure = "Figure"
  let table = "Table"
  let equation = "Equation"
  let formula = "Formula"
  let images = "Images"
  let tokens = "Tokens"
  let image = "Image"
  func image(_ text: String) -> String { "Image: \(text)" }
  func image(row: Int, column: Int) -> String { "Image, row \(row), column \(column)" }
  func image(_ number: Int, of count: Int) -> String { "image \(number) of \(count)" }
  func text(_ number: Int) -> String { "text \(number)" }
  func part(_ number: Int, of count: Int) -> String { "part \(number) of \(count)" }
  func underTokens(_ title: String) -> String { "Under each token: \(title)." }
  func moreImagesLeftOut(_ count: Int) -> String {
    count == 1 ? "1 more image is left out." : "\(self.count(count)) more images are left out."
  }
  func moreTextsLeftOut(_ count: Int) -> String {
    count == 1 ? "1 more text is left out." : "\(self.count(count)) more texts are left out."
  }
  func moreTokensLeftOut(_ count: Int) -> String {
    count == 1 ? "1 more token is left out." : "\(self.count(count)) more tokens are left out."
  }
  func more(_ count: Int) -> String { "\(self.count(count)) more" }
  let promptIsBold = "The prompt is in bold."
  let token = "token"
  let data = "Data"
  func dataOf(_ figure: String?) -> String { "Data of \(figure ?? "the figure")" }
  func rowsAtEvenDistances(_ shown: Int, of total: Int) -> String {
    "\(count(shown)) of \(count(total)) rows, at even distances."
  }
  func rowsLeftOut(_ count: Int) -> String {
    (count == 1 ? "1 row is" : "\(self.count(count)) rows are")
      + " left out here; results.json has them all."
  }
  let rowsLeftOutInPrint = "Further rows are left out in print; results.json has them all."
  func moreColumns(_ count: Int) -> String {
    "\(self.count(count)) more \(count == 1 ? "column" : "columns") in results.json"
  }
  func moreCharacters(_ count: Int) -> String {
    "\(self.count(count)) more \(count == 1 ? "character" : "characters"); results.json has the whole"
  }
  func points(_ count: Int) -> String { count == 1 ? "1 point" : "\(self.count(count)) points" }
  func pointsOf(_ step: String) -> String { "The points of \(step)" }
  func bold(_ best: BestKind?, ofEachRow: Bool, withinIntervals: Bool) -> String {
    let subject =
      switch best {
      case .lowest?: "the lowest"
      case .highest?: "the highest"
      case nil: "the best"
      }
    return "Bold: \(subject)" + (ofEachRow ? " of each row" : "")
      + (withinIntervals ? ", and what the intervals do not separate from it." : ".")
  }
  func step(_ name: String) -> String { "step\u{A0}\(name)" }

  let done = "done"
  let open = "open"
  func alert(_ kind: AlertKind) -> String { kind.rawValue.capitalized }
  func footnote(_ number: Int) -> String { "Footnote \(number)" }
  func backToReference(_ number: String) -> String { "Back to reference \(number)" }
  let noSuchValue = "This run has no such value"

  func allHold(_ count: Int, narrowly narrow: Int) -> String {
    if count == 1 { return "The expectation holds\(narrow == 1 ? " narrowly" : "")." }
    let narrowly = narrow == 0 ? "" : ", \(self.count(narrow)) of them narrowly"
    return "All \(self.count(count)) expectations hold\(narrowly)."
  }
  func doNotHold(_ broken: Int, of count: Int) -> String {
    if count == 1 { return "The expectation does not hold" }
    return broken == 1
      ? "One of \(count) expectations does not hold"
      : "\(broken) of \(count) expectations do not hold"
  }
  func failed(_ count: Int) -> String {
    count == 1 ? "One step failed" : "\(self.count(count)) steps failed"
  }
  func skipped(_ count: Int) -> String {
    count == 1 ? "One step was skipped" : "\(self.count(count)) steps were skipped"
  }
  func graveWarnings(_ count: Int) -> String {
    count == 1 ? "One grave warning" : "\(self.count(count)) grave warnings"
  }
  func minorWarnings(_ count: Int) -> String {
    count == 1 ? "One minor warning" : "\(self.count(count)) minor warnings"
  }
  func moreWarnings(_ count: Int) -> String {
    (count == 1 ? "1 more warning is" : "\(self.count(count)) more warnings are")
      + " in results.json."
  }
  let graveWarning = "Grave warning"
  let warning = "Warning"
  let holds = "Holds"
  let holdsNarrowly = "Holds narrowly"
  let doesNotHold = "Does not hold"
  func stepFailed(_ name: String) -> String { "Step \(name) failed" }
  func stepSkipped(_ name: String) -> String { "Step \(name) was skipped" }

  let sources = "Sources"
  let showAllSources = "Show the source of every block"
  let reproducing = "Reproducing this report"
  let onStandardInput = "with the notebook on standard input"
  let hashOfNotebook = "SHA-256 of the notebook"
  func hash(of file: String) -> String { "SHA-256 of \(file)" }
  let withinPage = "within this page"
  let processor = "Processor"
  let threads = "Threads"
  let started = "Started"
  let took = "Took"
  let peakMemory = "Peak memory"
  let timeOfSteps = "Time of each step"
  func inEarlierRun(_ time: String) -> String { "\(time) in an earlier run" }
  let stepColumn = "step"
  let operationColumn = "operation"
  let timeColumn = "time"
  let medianIteration = "iteration, median"
  var enclosures: [EnclosurePhrase] {
    [
      .words("This page carries its "), .notebook("notebook"), .words(" and the "),
      .record("record of its run"), .words(". "), .code("octavo verify"),
      .words(" with this file checks the page and runs the notebook again; "),
      .code("octavo extract"), .words(" writes the notebook."),
    ]
  }
}

extension EnglishPhrases {
  var emptyPlot: String { "Empty plot" }
  var scatterPlot: String { "Scatter plot" }
  var linePlot: String { "Line plot" }
  var dotPlot: String { "Dot plot" }
  var barChart: String { "Bar chart" }
  var histogram: String { "Histogram" }
  var heatmap: String { "Heatmap" }
  var nothingToPlot: String { "No number to plot" }
  func quantity(_ vertical: String, by horizontal: String) -> String {
    "\(vertical) by \(horizontal)"
  }
  func inPanels(_ heading: String, _ count: Int) -> String { "\(heading), in \(count) panels" }
  func rule(_ label: String, at value: String) -> String { "A line marks \(label) at \(value)." }
  func andMore(_ count: Int) -> String { "And \(count) more." }

  var noNumber: String { "no number" }
  var noCount: String { "no count" }
  func noneShown(of total: Int) -> String { "none of \(total) points can be shown" }
  func value(_ value: String, at place: String) -> String { "\(value) at \(place)" }
  func shown(_ count: Int, of total: Int) -> String { "\(count) of \(total) points can be shown" }
  func onePoint(_ place: String) -> String { "one point, \(place)" }
  func pointCount(_ count: Int) -> String { "\(count) points" }
  func pointCount(_ count: Int, from first: String, to last: String) -> String {
    "\(count) points from \(first) to \(last)"
  }
  func extremes(lowest: String, highest: String) -> String {
    "lowest \(lowest), highest \(highest)"
  }
  func moreCategories(_ count: Int) -> String { "and \(count) more" }
  func range(_ low: String, _ high: String) -> String { "\(low) to \(high)" }
  func distribution(total: String, in range: String, most: String, in fullest: String) -> String {
    "\(total) in all, from \(range), most (\(most)) from \(fullest)"
  }
  func size(rows: Int, columns: Int) -> String { "\(rows) rows by \(columns) columns" }
  func span(_ low: String, _ high: String) -> String { "from \(low) to \(high)" }
  var singleRuns: String { "single runs" }
  func meanOverSeeds(_ count: Int, upTo most: Int?, withInterval: Bool) -> String {
    let seeds = most.map { "\(count) to \($0) seeds" } ?? (count == 1 ? "1 seed" : "\(count) seeds")
    return "Mean over \(seeds)" + (withInterval ? " with its 95\u{A0}% interval." : ".")
  }

  private func values(_ count: Int) -> String {
    count == 1 ? "1 value" : "\(self.count(count)) values"
  }
  func notPositive(_ count: Int) -> String {
    "\(values(count)) of 0 or less cannot be shown on a logarithmic axis."
  }
  func cutIntervals(_ count: Int) -> String {
    count == 1
      ? "One interval reaches to 0 or below and ends at the logarithmic axis."
      : "\(self.count(count)) intervals reach to 0 or below and end at the logarithmic axis."
  }
  func notFinite(nan: Int, infinite: Int, _ fate: PlotFate) -> String {
    let isOne = nan + infinite == 1
    var kinds: [String] = []
    if nan > 0 { kinds.append("\(count(nan)) NaN") }
    if infinite > 0 { kinds.append("\(count(infinite)) infinite") }
    let predicate =
      switch fate {
      case .leftOut: isOne ? "is left out" : "are left out"
      case .atTheEdge: isOne ? "is marked at the edge" : "are marked at the edge"
      case .noBar: isOne ? "has no bar" : "have no bar"
      case .noColor: isOne ? "has no color" : "have no color"
      }
    return "\(kinds.joined(separator: " and ")) \(isOne ? "value" : "values") \(predicate)."
  }
  func notCounted(_ count: Int) -> String {
    count == 1
      ? "1 NaN or infinite value is not counted."
      : "\(self.count(count)) NaN or infinite values are not counted."
  }
  func withoutPlace(_ count: Int) -> String {
    "\(values(count)) without a number on the horizontal axis \(count == 1 ? "is" : "are") left out."
  }
  func outsideLimits(_ count: Int) -> String {
    "\(values(count)) \(count == 1 ? "lies" : "lie") outside the axis's limits."
  }
  func firstDrawn(_ limit: Int, of count: Int, _ part: PlotPart) -> String {
    let name =
      switch part {
      case .panels: "panels"
      case .rules: "lines across"
      case .series: "series"
      case .categories: "categories"
      case .groups: "groups"
      }
    return "The first \(limit) of \(self.count(count)) \(name) are drawn."
  }
}

extension EnglishPhrases {
  var skipTokens: String { "Skip the tokens" }
  var backToReport: String { "Back to the report" }
  func textColored(by quantity: String) -> String { "The text is colored by \(quantity)." }
  func token(_ text: String, _ number: Int, of count: Int) -> String {
    "token \(self.count(number)) of \(self.count(count)), \(text)"
  }
  var dotsForBars: String {
    "The axis does not begin at zero, so dots stand in place of bars."
  }
  func distribution(of quantity: String) -> String { "distribution of \(quantity)" }
  func ofEachToken(_ quantities: String) -> String { "\(quantities) of each token" }
  func imageCount(_ count: Int) -> String {
    count == 1 ? "One image" : "\(self.count(count)) images"
  }
  func textCount(_ count: Int) -> String { count == 1 ? "One text" : "\(self.count(count)) texts" }
  var conjunction: String { " and " }
}
