import OctavoResults

/// What is said under a figure, or over a table, that has no caption: what it shows, in a sentence
/// made from its content.
package struct MadeCaption {
  /// `nil` where the content says nothing of itself.
  package let text: String?

  private static let listLimit = 4

  init(_ content: Figure.Content) {
    text =
      switch content {
      case .plot(let plot): Self.sentence(plot)
      case .tokens(let strips): Self.sentence(strips)
      case .images(let tiles): Self.count(tiles.count, phrases.imageCount)
      case .imageGrid(let grid):
        Self.count(grid.tiles.reduce(0) { $0 + $1.count }, phrases.imageCount)
      case .passages(let passages): Self.count(passages.count, phrases.textCount)
      }
  }

  /// Of a table: what it says of what tells its rows apart.
  package init(_ table: Table) {
    let columns = table.shownColumns.filter { !$0.column.name.isEmpty }
    let keys = TableKeys(of: columns, rows: Array(0..<table.rowCount)).count
    let names = columns.map { $0.column.name.inWords }
    let measures = Self.listed(Array(names.dropFirst(keys)))
    let heading =
      keys > 0 && !measures.isEmpty
      ? phrases.quantity(measures, by: phrases.list(Array(names.prefix(keys)))) : measures
    text = heading.isEmpty ? nil : heading.beginningSentence + phrases.fullStop
  }

  /// The first of some names, and how many more there are.
  private static func listed(_ names: [String]) -> String {
    let rest = names.count - listLimit
    return phrases.list(
      rest > 0 ? names.prefix(listLimit) + [phrases.more(rest)] : names)
  }

  private static func sentence(_ plot: Plot) -> String? {
    guard let content = plot.panels.first?.content, let heading = heading(plot, content) else {
      return nil
    }
    let panels = plot.panels.count
    return (panels > 1 ? phrases.inPanels(heading, panels) : heading).beginningSentence
      + phrases.fullStop
  }

  private static func heading(_ plot: Plot, _ content: Plot.Content) -> String? {
    let (across, up) = (plot.horizontal.label.inWords, plot.vertical.label.inWords)
    switch content {
    case .histogram:
      return across.isEmpty ? nil : phrases.distribution(of: across)
    case .heatmap(let heatmap):
      let names = [up, across].filter { !$0.isEmpty }
      let quantity = heatmap.quantity.inWords
      return names.isEmpty ? quantity : phrases.quantity(quantity, by: phrases.list(names))
    case .series, .bars:
      guard !up.isEmpty else { return nil }
      return across.isEmpty ? up : phrases.quantity(up, by: across)
    }
  }

  private static func sentence(_ strips: [TokenStrip]) -> String? {
    let names = strips.first?.rows.map(\.name) ?? []
    guard !names.isEmpty else { return nil }
    return phrases.ofEachToken(listed(names)).beginningSentence + phrases.fullStop
  }

  private static func count(_ count: Int, _ sentence: (Int) -> String) -> String? {
    count == 0 ? nil : sentence(count) + phrases.fullStop
  }
}
