import OctavoBase
import OctavoResults

/// What of a plot is drawn: results have no limit, drawings have.
package struct PlotLimits: Hashable, Sendable {
  package let plot: Plot
  /// What is left out; `nil` where everything is drawn.
  package let note: String?

  private static let panels = 60
  private static let series = 100
  private static let categories = 300

  package init(_ full: Plot) {
    var plot = full
    var notes: [String] = []
    func limit<Element>(_ list: [Element], _ limit: Int, _ part: PlotPart) -> [Element] {
      if list.count > limit {
        notes.append(phrases.firstDrawn(limit, of: list.count, part))
      }
      return Array(list.prefix(limit))
    }
    plot.panels = limit(plot.panels, Self.panels, .panels).map { panel in
      var panel = panel
      panel.title = panel.title?.shortened()
      panel.rules = limit(panel.rules, Self.series, .rules).map {
        Plot.Rule($0.label.shortened(), y: $0.y)
      }
      switch panel.content {
      case .series(let series):
        panel.content = .series(
          limit(series, Self.series, .series).map { one in
            var one = one
            one.name = one.name.shortened()
            return one
          })
      case .bars(var bars):
        bars.categories = limit(bars.categories, Self.categories, .categories)
          .map { $0.shortened() }
        bars.groups = limit(bars.groups, Self.series, .groups).map { group in
          var group = group
          group.name = group.name.shortened()
          group.values = Array(group.values.prefix(Self.categories))
          group.lower = group.lower.map { Array($0.prefix(Self.categories)) }
          group.upper = group.upper.map { Array($0.prefix(Self.categories)) }
          return group
        }
        panel.content = .bars(bars)
      case .histogram(var histogram):
        histogram.groups = limit(histogram.groups, Self.series, .groups).map { group in
          var group = group
          group.name = group.name.shortened()
          return group
        }
        panel.content = .histogram(histogram)
      case .heatmap(var heatmap):
        heatmap.rows = heatmap.rows.map { $0.shortened() }
        heatmap.columns = heatmap.columns.map { $0.shortened() }
        heatmap.quantity = heatmap.quantity.shortened()
        panel.content = .heatmap(heatmap)
      }
      return panel
    }
    for axis in [\Plot.horizontal, \Plot.vertical] {
      plot[keyPath: axis].label = plot[keyPath: axis].label.shortened()
      plot[keyPath: axis].unit = plot[keyPath: axis].unit?.shortened()
    }
    self.plot = plot
    note = notes.isEmpty ? nil : notes.joined(separator: " ")
  }
}
