import OctavoResults

/// One style for each name that occurs in a plot, in order of appearance; a name has the same style
/// in every panel.
package struct SeriesStyles: Hashable, Sendable {
  package let names: [String]

  package init(_ plot: Plot) {
    var names: [String] = []
    for name in plot.panels.flatMap(\.content.names) where !names.contains(name) {
      names.append(name)
    }
    self.names = names
  }

  package subscript(name: String) -> SeriesStyle { SeriesStyle(names.firstIndex(of: name) ?? 0) }
}

extension Plot.Content {
  /// Of the series, or of the groups of bars or counts.
  package var names: [String] {
    switch self {
    case .series(let series): series.map(\.name)
    case .bars(let bars): bars.groups.map(\.name)
    case .histogram(let histogram): histogram.groups.map(\.name)
    case .heatmap: []
    }
  }
}
