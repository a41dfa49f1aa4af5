import OctavoResults
import OctavoRunner

/// How a plot shows the interval of a mean.
enum Spread: String, OptionChoice {
  case band, lines
  case nothing = "none"
}

/// Which columns of a tidy table a plot tells apart by color and panel, and over which it takes the
/// mean.
struct GroupingOptions: OptionGroup {
  @Option("The column whose values get a color each.") var color: String?
  @Option("The column whose values get a panel each.") var facet: String?
  @Option(
    "The columns over which the mean is taken; without it, `seed` where the table has one.",
    .count(0...100))
  var over: [String]?
  @Option(
    "How the mean's spread is shown: its 95 % interval, the single lines or dots, or not at all.")
  var spread = Spread.band

  /// Whether a column to tell rows apart, or to take the mean over, is named.
  var isGiven: Bool { color != nil || facet != nil || over?.isEmpty == false }

  /// Reports what cannot be used.
  ///
  /// - Parameter isTidy: Whether the plot draws one table, whose columns these are.
  func check(of table: TableOutline?, isTidy: Bool, _ problems: inout Problems) {
    let given = [(color != nil, $color), (facet != nil, $facet), (over != nil, $over)]
    if !isTidy {
      for (isGiven, option) in given where isGiven {
        problems.report(
          at: option, "beside `series` this has no meaning",
          remedy: "give `data` and `y`: a tidy table with all series")
      }
      return
    }
    for (option, column) in [($color, color), ($facet, facet)] {
      if let column { problems.require(column, of: table, at: option) }
    }
    for column in over ?? [] {
      problems.require(column, of: table, at: $over)
      if column == color || column == facet {
        problems.report(
          at: $over, "`\(column)` is told apart by `\(column == color ? "color" : "facet")` too",
          remedy: "take the mean over other columns")
      }
    }
  }

  /// The rows of a table in their panels and groups.
  ///
  /// - Parameter used: The columns that the plot draws; a `seed` among them is not averaged over.
  func rows(of table: Table, used: [String]) -> TidyRows {
    let drawn = used + [color, facet].compactMap { $0 }
    let seed = Point.seedAxis
    let isRepeated = table[column: seed] != nil && !drawn.contains(seed)
    return TidyRows(
      table: table, color: color, facet: facet, over: over ?? (isRepeated ? [seed] : []),
      used: used)
  }
}
