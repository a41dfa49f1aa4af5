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
    let kind = kinds.first ?? phrases.emptyPlot
    let subject = [plot.vertical.title, plot.horizontal.title].filter { !$0.isEmpty }
    let quantity =
      subject.count > 1 ? phrases.quantity(subject[0], by: subject[1]) : subject.first
    let heading = quantity.map { "\(kind)\(phrases.colon)\($0)" } ?? kind
    title = plot.panels.count > 1 ? phrases.inPanels(heading, plot.panels.count) : heading
    let sentences = plot.panels.flatMap { panel -> [String] in
      let parts = panel.content.sentences(plot.horizontal, plot.vertical)
      let named =
        panel.title.map { title in parts.map { "\(title)\(phrases.colon)\($0)" } } ?? parts
      let rules = panel.rules.map { phrases.rule($0.label, at: NumberText.short($0.y)) }
      return named + rules
    }
    let omitted = sentences.count - Self.seriesLimit
    details =
      (sentences.prefix(Self.seriesLimit) + (omitted > 0 ? [phrases.andMore(omitted)] : [])
      + PlotOmissions(plot).sentences).joined(separator: " ")
  }
}

extension Plot.Content {
  fileprivate var kind: String {
    switch self {
    case .series(let series):
      !series.isEmpty && series.allSatisfy { $0.mark == .points }
        ? phrases.scatterPlot : phrases.linePlot
    case .bars(let bars): bars.mark == .points ? phrases.dotPlot : phrases.barChart
    case .histogram: phrases.histogram
    case .heatmap: phrases.heatmap
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
    let subject = (name.isEmpty ? vertical.label : name) + phrases.colon
    guard let first = places.first, let last = places.last,
      let lowest = places.min(by: { y[$0] < y[$1] }),
      let highest = places.max(by: { y[$0] < y[$1] })
    else {
      return subject + (total > 0 ? phrases.noneShown(of: total) : phrases.noNumber).sentence
    }
    let place = { (index: Int) in
      phrases.value(NumberText.short(self.y[index]), at: NumberText.short(self.x[index]))
    }
    let extremes = phrases.extremes(lowest: place(lowest), highest: place(highest))
    let parts =
      if places.count < total {
        [
          phrases.shown(places.count, of: total),
          places.count == 1 ? place(first) : extremes,
        ]
      } else if places.count == 1 {
        [phrases.onePoint(place(first))]
      } else if mark == .points {
        [phrases.pointCount(places.count), extremes]
      } else {
        [phrases.pointCount(places.count, from: place(first), to: place(last)), extremes]
      }
    return subject + parts.joined(separator: ", ").sentence
  }
}

extension Plot.Bars {
  fileprivate func sentence(_ group: Group) -> String {
    let items = zip(categories, group.values).prefix(12).map {
      "\($0) \(NumberText.short($1))"
    }
    let rest = categories.count > 12 ? [phrases.moreCategories(categories.count - 12)] : []
    let list = (items + rest).joined(separator: ", ").sentence
    return group.name.isEmpty ? list : group.name + phrases.colon + list
  }
}

extension Plot.Histogram {
  fileprivate func sentence(_ group: Group, _ axis: Plot.Axis) -> String {
    let subject = (group.name.isEmpty ? axis.label : group.name) + phrases.colon
    let bins = group.counts.indices.filter { edges.indices.contains($0 + 1) }
    guard let low = edges.first, let high = edges.last,
      let fullest = bins.max(by: { group.counts[$0] < group.counts[$1] })
    else { return subject + phrases.noCount.sentence }
    guard group.counts.contains(where: { $0 > 0 }) else {
      return subject + phrases.noNumber.sentence
    }
    let total = NumberText.short(group.counts.reduce(0, +))
    let range = { (a: Double, b: Double) in phrases.range(NumberText.short(a), NumberText.short(b))
    }
    let distribution = phrases.distribution(
      total: total, in: range(low, high), most: NumberText.short(group.counts[fullest]),
      in: range(edges[fullest], edges[fullest + 1]))
    return subject + distribution.sentence
  }
}

extension Plot.Heatmap {
  fileprivate var sentence: String {
    let size = phrases.size(rows: values.count, columns: values.map(\.count).max() ?? 0)
    let finite = values.joined().compactMap { $0 }.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      return "\(size), \(phrases.noNumber)".sentence
    }
    let span = phrases.span(NumberText.short(low), NumberText.short(high))
    return "\(quantity), \(size), \(span)".sentence
  }
}

extension String {
  fileprivate var sentence: String { self + phrases.fullStop }
}
