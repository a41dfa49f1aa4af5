import OctavoResults

/// The names of a plot's series, each after a sample of its mark, in rows above the plot.
package struct Legend {
  package enum Sample: Hashable, Sendable {
    case line, marks, lineAndMarks, area
  }

  private struct Entry {
    var name: String
    var x: Double
    var row: Int
  }

  package var styles: SeriesStyles
  /// One a series.
  package var samples: [Sample]
  package var layout: PlotLayout
  package var width: Double

  private static let sampleWidth = 30.0
  private static let gap = 20.0

  package var height: Double {
    let rows = (entries.last?.row ?? -1) + 1
    return rows == 0 ? 0 : Double(rows) * (layout.lineHeight + 2) + 8
  }

  private var entries: [Entry] {
    var entries: [Entry] = []
    var (x, row) = (0.0, 0)
    for name in styles.names {
      let text = TextMetrics.truncate(
        name, to: width - Self.sampleWidth, fontSize: layout.fontSize)
      let needed = Self.sampleWidth + layout.textWidth(text)
      if x > 0 && x + needed > width { (x, row) = (0, row + 1) }
      entries.append(Entry(name: text, x: x, row: row))
      x += needed + Self.gap
    }
    return entries
  }

  package func nodes() -> [HTMLNode] {
    zip(zip(styles.names, samples), entries).flatMap { series, entry -> [HTMLNode] in
      let (name, sample) = series
      let middle = Double(entry.row) * (layout.lineHeight + 2) + layout.lineHeight / 2
      return nodes(sample, styles[name], x: entry.x, middle: middle) + [
        HTMLTag.textLabel(
          .class("name"), .x(entry.x + Self.sampleWidth), .y(middle + layout.fontSize * 0.36)
        ) { entry.name }
      ]
    }
  }

  private func nodes(
    _ sample: Sample, _ style: SeriesStyle, x: Double, middle: Double
  ) -> [HTMLNode] {
    let line = HTMLTag.path(
      .class("line \(style.className)"),
      .d(SVGPath(from: Point(x, middle), to: Point(x + 24, middle))))
    let mark = HTMLTag.g(.class(style.dotClassName)) {
      HTMLTag.path(.d(SVGPath(mark: style.shape, at: Point(x + 12, middle), radius: 4)))
    }
    switch sample {
    case .line: return [line]
    case .marks: return [mark]
    case .lineAndMarks: return [line, mark]
    case .area:
      return [
        HTMLTag.g(.class("bar key \(style.className)")) {
          HTMLTag.rect(.x(x + 6), .y(middle - 6), .width(18), .height(12))
        }
      ]
    }
  }
}
