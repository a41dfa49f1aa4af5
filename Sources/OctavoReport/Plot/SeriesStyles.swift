import OctavoResults

/// One style for each name that occurs in a plot: that of its key in the report, or else the next free
/// one, in order of appearance. A name has the same style in every panel.
package struct SeriesStyles: Hashable, Sendable {
  package let names: [String]
  private let styles: [String: SeriesStyle]

  package init(_ plot: Plot, keys: KeyStyles) {
    let named = plot.panels.flatMap(\.content.named)
    var names: [String] = []
    var styles: [String: SeriesStyle] = [:]
    for (name, key) in named where !names.contains(name) {
      names.append(name)
      styles[name] = key.flatMap { keys[$0] }
    }
    let taken = Set(styles.values)
    var free = (0...).lazy.map { SeriesStyle($0) }.filter { !taken.contains($0) }.makeIterator()
    for name in names where styles[name] == nil { styles[name] = free.next() }
    self.names = names
    self.styles = styles
  }

  package subscript(name: String) -> SeriesStyle { styles[name] ?? SeriesStyle(0) }
}

extension Plot.Content {
  /// Of the series, or of the groups of bars or counts.
  package var named: [(name: String, key: Plot.Key?)] {
    switch self {
    case .series(let series): series.map { ($0.name, $0.key) }
    case .bars(let bars): bars.groups.map { ($0.name, $0.key) }
    case .histogram(let histogram): histogram.groups.map { ($0.name, $0.key) }
    case .heatmap: []
    }
  }
}
