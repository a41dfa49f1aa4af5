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
            one.name = one.name.named(one.key)
            return one
          })
      case .bars(var bars):
        bars.categories = limit(bars.categories, Self.categories, .categories)
          .map { $0.shortened() }
        bars.groups = limit(bars.groups, Self.series, .groups).map { group in
          var group = group
          group.name = group.name.named(group.key)
          group.values = Array(group.values.prefix(Self.categories))
          group.lower = group.lower.map { Array($0.prefix(Self.categories)) }
          group.upper = group.upper.map { Array($0.prefix(Self.categories)) }
          return group
        }
        panel.content = .bars(bars)
      case .histogram(var histogram):
        histogram.groups = limit(histogram.groups, Self.series, .groups).map { group in
          var group = group
          group.name = group.name.named(group.key)
          return group
        }
        panel.content = .histogram(histogram)
      case .heatmap(var heatmap):
        heatmap.rows = heatmap.rows.map { $0.shortened() }
        heatmap.columns = heatmap.columns.map { $0.shortened() }
        heatmap.quantity = heatmap.quantity.inWords.shortened()
        panel.content = .heatmap(heatmap)
      }
      return panel
    }
    for axis in [\Plot.horizontal, \Plot.vertical] {
      plot[keyPath: axis].label = plot[keyPath: axis].label.inWords.shortened()
      plot[keyPath: axis].unit = plot[keyPath: axis].unit?.shortened()
    }
    if !plot.vertical.holdsZero, plot.makeBarsPoints() {
      notes.append(phrases.dotsForBars)
    }
    self.plot = plot
    note = notes.isEmpty ? nil : notes.joined(separator: " ")
  }
}

extension String {
  /// The name of a series: what names a column is written in words, the value of an axis as it is.
  fileprivate func named(_ key: Plot.Key?) -> String {
    (key == nil && !contains("-") ? inWords : self).shortened()
  }
}

extension Plot.Axis {
  /// Whether bars can begin at zero.
  fileprivate var holdsZero: Bool {
    scale == .linear && (lower ?? 0) <= 0 && (upper ?? 0) >= 0
  }
}

extension Plot {
  /// The length of a bar says how large a number is only where the bar begins at zero.
  ///
  /// - Returns: Whether there were bars.
  fileprivate mutating func makeBarsPoints() -> Bool {
    var hadBars = false
    for index in panels.indices {
      guard case .bars(var bars) = panels[index].content, bars.mark != .points else { continue }
      bars.mark = .points
      panels[index].content = .bars(bars)
      hadBars = true
    }
    return hadBars
  }
}
