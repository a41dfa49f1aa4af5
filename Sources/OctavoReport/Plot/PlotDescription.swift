import OctavoBase
import OctavoResults

/// A plot in words, for whoever cannot see it: what is drawn over what, and for each series where
/// it begins and ends and what its extremes are.
package struct PlotDescription: Hashable, Sendable {
  package let title: String
  package let details: String

  private static let seriesLimit = 12

  package init(_ plot: Plot) {
    let kinds = plot.panels.map(\.content.kind)
    let kind = kinds.first ?? "Empty plot"
    let subject = [plot.vertical.title, plot.horizontal.title].filter { !$0.isEmpty }
    let heading = subject.isEmpty ? kind : "\(kind): \(subject.joined(separator: " by "))"
    title = plot.panels.count > 1 ? "\(heading), in \(plot.panels.count) panels" : heading
    let sentences = plot.panels.flatMap { panel -> [String] in
      let parts = panel.content.sentences(plot.horizontal, plot.vertical)
      let named = panel.title.map { title in parts.map { "\(title): \($0)" } } ?? parts
      let rules = panel.rules.map { "A line marks \($0.label) at \(NumberText.short($0.y))." }
      return named + rules
    }
    let omitted = sentences.count - Self.seriesLimit
    details =
      (sentences.prefix(Self.seriesLimit) + (omitted > 0 ? ["And \(omitted) more."] : [])
      + PlotOmissions(plot).sentences).joined(separator: " ")
  }
}

extension Plot.Content {
  fileprivate var kind: String {
    switch self {
    case .series(let series):
      !series.isEmpty && series.allSatisfy { $0.mark == .points } ? "Scatter plot" : "Line plot"
    case .bars(let bars): bars.mark == .points ? "Dot plot" : "Bar chart"
    case .histogram: "Histogram"
    case .heatmap: "Heatmap"
    }
  }

  fileprivate func sentences(_ x: Plot.Axis, _ y: Plot.Axis) -> [String] {
    switch self {
    case .series(let series): series.map { $0.sentence(x, y) }
    case .bars(let bars): bars.groups.map { bars.sentence($0) }
    case .histogram(let histogram): histogram.groups.map { histogram.sentence($0, x) }
    case .heatmap(let heatmap): [heatmap.sentence]
    }
  }
}

extension Plot.Series {
  fileprivate func sentence(_ horizontal: Plot.Axis, _ vertical: Plot.Axis) -> String {
    let places = drawable(vertical.scale).filter { horizontal.scale.shows(x[$0]) }
    let gaps = (0..<min(x.count, y.count)).count { y[$0].isNaN } - (notNumbers?.count ?? 0)
    let total = min(x.count, y.count) - gaps
    let subject = name.isEmpty ? vertical.label : name
    guard let first = places.first, let last = places.last,
      let lowest = places.min(by: { y[$0] < y[$1] }),
      let highest = places.max(by: { y[$0] < y[$1] })
    else {
      return total > 0
        ? "\(subject): none of \(total) points can be shown." : "\(subject): no number."
    }
    let place = { (index: Int) in
      "\(NumberText.short(self.y[index])) at \(NumberText.short(self.x[index]))"
    }
    if places.count < total {
      let shown = "\(subject): \(places.count) of \(total) points can be shown"
      return places.count == 1
        ? "\(shown), \(place(first))."
        : "\(shown), lowest \(place(lowest)), highest \(place(highest))."
    }
    if places.count == 1 { return "\(subject): one point, \(place(first))." }
    if mark == .points {
      return
        "\(subject): \(places.count) points, lowest \(place(lowest)), highest \(place(highest))."
    }
    return
      "\(subject): \(places.count) points from \(place(first)) to \(place(last)), "
      + "lowest \(place(lowest)), highest \(place(highest))."
  }
}

extension Plot.Bars {
  fileprivate func sentence(_ group: Group) -> String {
    let items = zip(categories, group.values).prefix(12).map {
      "\($0) \(NumberText.short($1))"
    }
    let rest = categories.count > 12 ? ", and \(categories.count - 12) more" : ""
    let list = items.joined(separator: ", ") + rest
    return group.name.isEmpty ? "\(list)." : "\(group.name): \(list)."
  }
}

extension Plot.Histogram {
  fileprivate func sentence(_ group: Group, _ axis: Plot.Axis) -> String {
    let subject = group.name.isEmpty ? axis.label : group.name
    let bins = group.counts.indices.filter { edges.indices.contains($0 + 1) }
    guard let low = edges.first, let high = edges.last,
      let fullest = bins.max(by: { group.counts[$0] < group.counts[$1] })
    else { return "\(subject): no count." }
    guard group.counts.contains(where: { $0 > 0 }) else { return "\(subject): no number." }
    let total = NumberText.short(group.counts.reduce(0, +))
    let range = { (a: Double, b: Double) in "\(NumberText.short(a)) to \(NumberText.short(b))" }
    return
      "\(subject): \(total) in all, from \(range(low, high)), "
      + "most (\(NumberText.short(group.counts[fullest]))) from "
      + "\(range(edges[fullest], edges[fullest + 1]))."
  }
}

extension Plot.Heatmap {
  fileprivate var sentence: String {
    let size = "\(values.count) rows by \(values.map(\.count).max() ?? 0) columns"
    let finite = values.joined().compactMap { $0 }.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return "\(size), no number." }
    return "\(quantity), \(size), from \(NumberText.short(low)) to \(NumberText.short(high))."
  }
}
