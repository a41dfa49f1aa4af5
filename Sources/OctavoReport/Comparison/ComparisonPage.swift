import OctavoBase
import OctavoResults

/// Several runs compared with the first one, as one HTML file that needs nothing but itself: what was
/// run, the curves of all runs over each other, and every value that differs.
public struct ComparisonPage {
  private let runs: [ComparedRun]
  private let comparison: RunComparison
  private let names: [String]
  private let keys: KeyStyles
  private let octavo: String

  /// - Parameters:
  ///   - runs: The first one is that with which the others are compared.
  ///   - octavo: The version that writes the page.
  public init(_ runs: [ComparedRun], _ comparison: RunComparison, octavo: String) {
    self.runs = runs
    self.comparison = comparison
    self.octavo = octavo
    names = RunNames(runs.map(\.name)).names
    let series = zip(names.indices, names).map { index, name in
      Plot.Series(name, x: [], y: [], key: ComparedTable.key(ofRun: index))
    }
    keys = KeyStyles([
      Plot(.series(series), horizontal: Plot.Axis(""), vertical: Plot.Axis(""))
    ])
  }

  public var html: String {
    let marks = names.indices.map { RunMark(name: names[$0], style: style($0)) }
    return PlainPage(
      title: title, octavo: octavo, rules: StyleSheet.comparisonRules,
      header: [summary],
      main: [
        HTMLTag.heading(2)() { "Runs" },
        RunFactsView(runs: runs, marks: marks).node,
        .fragment(curves),
        DifferencesView(comparison: comparison, marks: marks).node,
      ],
      footer: [
        HTMLTag.p { "Each run is compared with the first one, by Octavo \(octavo)." }
      ]
    ).html
  }

  private func style(_ index: Int) -> SeriesStyle {
    keys[ComparedTable.key(ofRun: index)] ?? SeriesStyle(index)
  }

  private var title: String {
    let titles = Set(runs.map(\.results.title))
    let subject = titles.count == 1 ? titles.first ?? "" : ""
    let count = "\(runs.count) runs compared"
    return subject.isEmpty ? count : "\(subject.shortened()): \(count)"
  }

  private var summary: HTMLNode {
    if comparison.isSame {
      return HTMLTag.p(.class("summary good")) {
        Icon.pass
        runs.count == 2 ? "Both runs have the same results." : "All runs have the same results."
      }
    }
    return HTMLTag.div(.class("summary")) {
      for (name, comparison) in zip(names.dropFirst(), comparison.comparisons) {
        HTMLTag.p {
          HTMLTag.b { name }
          comparison.isSame
            ? " has the same results as the first run."
            : " differs in \(Self.count(comparison.differences.count, "place"))."
        }
      }
    }
  }

  fileprivate static func count(_ count: Int, _ noun: String) -> String {
    "\(NumberText.integer(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  private var curves: [HTMLNode] {
    let compared = zip(runs, names).map { (run: $0, series: $1) }
    let tables = steps.flatMap { step in
      Set(runs.flatMap { $0.results.steps[step]?.everyPoint.flatMap(\.tables.keys) ?? [] }).sorted()
        .compactMap { ComparedTable($0, of: step, in: compared) }
    }
    guard !tables.isEmpty else { return [] }
    let views = tables.enumerated().map { index, table in
      CurvesView(table: table, keys: keys, identifier: "curves:\(index)")
    }
    let same = views.filter(\.table.isSame)
    return [HTMLTag.heading(2)() { "Curves" }]
      + views.filter { !$0.table.isSame }.map(\.node)
      + (same.isEmpty ? [] : [HTMLTag.heading(3)() { "The same in all runs" }])
      + same.map(\.folded)
  }

  /// In the order of the first run that has them.
  private var steps: [String] {
    var steps: [String] = []
    for run in runs {
      let all = run.results.steps.keys.sorted()
      let known = (run.steps ?? []).filter { run.results.steps[$0] != nil }
      for step in known + all where !steps.contains(step) { steps.append(step) }
    }
    return steps
  }
}

/// A run's name with a sample of its line.
struct RunMark {
  var name: String
  var style: SeriesStyle

  var node: HTMLNode {
    HTMLTag.span(.class("plot mark")) {
      HTMLTag.svg(.viewBox(width: 28, height: 8), .width(28), .height(8), .ariaHidden) {
        HTMLTag.path(
          .class("line \(style.className)"), .d(SVGPath(from: Point(1, 4), to: Point(27, 4))))
      }
      name
    }
  }
}
