import OctavoBase
import OctavoResults

/// The counts of a histogram: bars for one group; for several, outlines that let one another
/// through.
package struct HistogramMarks {
  package var histogram: Plot.Histogram
  package var styles: SeriesStyles
  package var scales: PlotSpace.Scales
  package var axes: (horizontal: Plot.Axis, vertical: Plot.Axis)
  package var layout: PlotLayout

  private static let targetLimit = 400

  package func nodes() -> [HTMLNode] {
    if histogram.groups.count == 1 { return histogram.groups.flatMap(bars) }
    return histogram.groups.map(outline) + [targets]
  }

  /// The frames of the bins of one group; `nil` for a bin without place or count.
  package func frames(of group: Plot.Histogram.Group) -> [Frame?] {
    let floor = scales.vertical.clampedPosition(0) ?? scales.vertical.start
    return (0..<min(group.counts.count, max(histogram.edges.count - 1, 0))).map { bin in
      guard let left = scales.horizontal.clampedEdge(histogram.edges[bin]),
        let right = scales.horizontal.clampedPosition(histogram.edges[bin + 1]),
        let top = scales.vertical.clampedPosition(group.counts[bin])
      else { return nil }
      return Frame(left: left, top: min(top, floor), right: right, bottom: floor)
    }
  }

  private func bars(_ group: Plot.Histogram.Group) -> [HTMLNode] {
    let gap = 0.5
    return [
      HTMLTag.g(.class("bar \(styles[group.name].className)")) {
        for (bin, frame) in frames(of: group).enumerated() {
          if let frame, frame.height > 0 {
            HTMLTag.rect(
              .x(frame.left + gap), .y(frame.top), .width(max(frame.width - 2 * gap, 0.4)),
              .height(frame.height)
            ) {
              if layout.hasTooltips { title(bin, [group]).node }
            }
          }
        }
      }
    ]
  }

  private func outline(_ group: Plot.Histogram.Group) -> HTMLNode {
    let frames = frames(of: group).compactMap { $0 }
    guard let first = frames.first, let last = frames.last else { return .empty }
    var path = SVGPath()
    path.move(to: Point(first.left, first.bottom))
    for frame in frames {
      path.line(to: Point(frame.left, frame.top))
      path.line(to: Point(frame.right, frame.top))
    }
    path.line(to: Point(last.right, last.bottom))
    return HTMLTag.path(.class("area \(styles[group.name].className)"), .d(path))
  }

  /// Outlines hide behind one another, so the whole height of an interval says the counts of all.
  private var targets: HTMLNode {
    let frames = histogram.groups.first.map(frames) ?? []
    guard layout.hasTooltips, frames.count <= Self.targetLimit else { return .empty }
    return HTMLTag.g(.class("target")) {
      for (bin, frame) in frames.enumerated() {
        if let frame {
          HTMLTag.rect(
            .x(frame.left), .y(min(scales.vertical.end, scales.vertical.start)),
            .width(frame.width), .height(abs(scales.vertical.end - scales.vertical.start))
          ) { title(bin, histogram.groups).node }
        }
      }
    }
  }

  private func title(_ bin: Int, _ groups: [Plot.Histogram.Group]) -> MarkTitle {
    let named =
      groups.count > 1 || groups.contains { !$0.name.isEmpty && $0.name != axes.horizontal.label }
    let counts = groups.filter { $0.counts.indices.contains(bin) }.map { group in
      let count = axes.vertical.says(group.counts[bin])
      return named && groups.count > 1 ? "\(group.name): \(count)" : count
    }
    return MarkTitle(
      named && groups.count == 1 ? [groups[0].name] : [],
      axes.horizontal.says(histogram.edges[bin], to: histogram.edges[bin + 1]),
      counts.joined(separator: "\n"))
  }
}
