import OctavoBase
import OctavoResults
import OctavoRunner

/// `plot.histogram`: how often numbers fall into each of equal intervals.
struct PlotHistogram: Operation {
  static let manual = Manual(
    "plot.histogram", "Draws how the numbers of a column are distributed.",
    discussion: """
      The range from the smallest to the largest number is cut into `bins` equal intervals; without \
      `bins` their width follows Freedman and Diaconis (1981), twice the interquartile range over the \
      cube root of the count. Several columns share the same intervals. Empty cells are left \
      out; what is NaN or infinite is counted under the plot. Of a tidy table, `color` counts the rows \
      of each setting apart; those of all its seeds count together.
      """,
    example: """
      run: plot.histogram
      data: rewards.scores
      of: reward
      """)

  static let computesLittle = true

  typealias Outputs = PlotOutputs

  @Input("The table.") var data: Table
  @Option("The columns to count.", .count(1...100)) var of: [String]
  @Option("How many intervals.", .within(1...1000)) var bins: Int?
  @Option("The column whose values are counted apart, with a color each.") var color: String?
  @Option("The column whose values get a panel each.") var facet: String?
  let axes = AxesOptions()

  func check(_ problems: inout Problems) {
    for column in of { problems.requireNumbers(column, of: $data.outline, at: $of) }
    for (option, column) in [($color, color), ($facet, facet)] {
      if let column { problems.require(column, of: $data.outline, at: option) }
    }
  }

  func run(in context: StepContext) throws -> Outputs {
    let columns = try of.map { try data.numbers($0) }
    let edges = Self.edges(of: columns.flatMap { $0 }.filter(\.isFinite), bins: bins)
    let rows = TidyRows(table: data, color: color, facet: facet, over: [], used: of)
    let panels = rows.panels.flatMap { panel in
      // With colors, every column that is counted has panels of its own.
      let sets = color != nil && of.count > 1 ? of.indices.map { [$0] } : [Array(of.indices)]
      return sets.map { set in
        let groups = panel.groups.flatMap { group in
          set.map { column in
            let name = color == nil ? of[column].spaced : group.name
            return counted(name, columns[column], of[column], group, between: edges)
          }
        }
        let title = [sets.count > 1 ? of[set[0]].spaced : nil, panel.title].compactMap { $0 }
        return Plot.Panel(
          title: title.isEmpty ? nil : title.joined(separator: ", "),
          .histogram(Plot.Histogram(edges: edges, groups: groups)), rules: axes.plotRules)
      }
    }
    return Outputs(
      .plot(
        Plot(
          panels: panels,
          horizontal: axes.horizontal(
            of.count == 1 ? of[0].spaced : "value", unit: data[column: of[0]]?.unit),
          vertical: axes.vertical("count"))))
  }

  private func counted(
    _ name: String, _ numbers: [Double], _ column: String, _ group: TidyRows.Group,
    between edges: [Double]
  ) -> Plot.Histogram.Group {
    let finite = group.rows.map { numbers[$0] }.filter(\.isFinite)
    let given = group.rows.count { data[column: column]?.values[$0] != nil }
    return Plot.Histogram.Group(
      name, counts: Self.counts(of: finite, between: edges),
      notCounted: given > finite.count ? given - finite.count : nil, key: group.key)
  }

  /// The ends of the intervals, one more than there are intervals.
  static func edges(of numbers: [Double], bins: Int?) -> [Double] {
    let sorted = numbers.sorted()
    guard let lowest = sorted.first, let highest = sorted.last else { return [0, 1] }
    guard lowest < highest else {
      // A number so large that a half is lost in it gets an interval of its own size.
      let half = max(0.5, abs(lowest) / 1_000_000)
      let largest = Double.greatestFiniteMagnitude
      return [max(lowest - half, -largest), min(lowest + half, largest)]
    }
    let count = bins ?? automaticCount(sorted, range: highest - lowest)
    return (0...count).map { edge in
      let share = Double(edge) / Double(count)
      return lowest * (1 - share) + highest * share
    }
  }

  private static func automaticCount(_ sorted: [Double], range: Double) -> Int {
    let quartiles = sorted[(sorted.count * 3) / 4] - sorted[sorted.count / 4]
    guard quartiles > 0, range.isFinite else { return 10 }
    let width = 2 * quartiles / Double.cubeRoot(Double(sorted.count))
    return Int(min(max((range / width).rounded(.up), 5), 100))
  }

  static func counts(of numbers: [Double], between edges: [Double]) -> [Double] {
    var counts = [Double](repeating: 0, count: edges.count - 1)
    let (first, last) = (edges[0], edges[edges.count - 1])
    for number in numbers {
      // Halved where the range itself is too large for a number.
      let share =
        (last - first).isFinite
        ? (number - first) / (last - first)
        : (number / 2 - first / 2) / (last / 2 - first / 2)
      counts[min(Int(share * Double(counts.count)), counts.count - 1)] += 1
    }
    return counts
  }
}
