import Foundation

/// A stretch from top to bottom at one place of a drawing.
package struct VerticalSpan: Hashable, Sendable {
  package var x: Double
  package var top: Double
  package var bottom: Double

  package init(x: Double, top: Double, bottom: Double) {
    self.x = x
    self.top = top
    self.bottom = bottom
  }
}

/// Leaves out what cannot be seen of a long line. Of all consecutive points that fall into one
/// column of the drawing only the first, the lowest, the highest and the last stay, in their
/// order: drawn in columns of one pixel the picture is the same (Jugel et al., “M4: A
/// Visualization-Oriented Time Series Data Aggregation”, VLDB 2014).
package enum Simplification {
  package static func line(_ points: [Point], columnWidth: Double) -> [Point] {
    var kept: [Point] = []
    var start = 0
    while start < points.count {
      let column = floor(points[start].x / columnWidth)
      var end = start + 1
      while end < points.count && floor(points[end].x / columnWidth) == column { end += 1 }
      let run = start..<end
      let lowest = run.min { points[$0].y < points[$1].y } ?? start
      let highest = run.max { points[$0].y < points[$1].y } ?? start
      var previous = -1
      for index in [start, min(lowest, highest), max(lowest, highest), end - 1]
      where index > previous {
        kept.append(points[index])
        previous = index
      }
      start = end
    }
    return kept
  }

  /// The same for a band: in each column its lowest and its highest edge.
  package static func band(
    _ edges: [VerticalSpan], columnWidth: Double
  ) -> [VerticalSpan] {
    var kept: [VerticalSpan] = []
    var column = -Double.infinity
    for edge in edges {
      let next = floor(edge.x / columnWidth)
      if next == column, edges.count > 2, var last = kept.popLast() {
        last.top = min(last.top, edge.top)
        last.bottom = max(last.bottom, edge.bottom)
        kept.append(last)
      } else {
        kept.append(edge)
      }
      column = next
    }
    return kept
  }

  /// At most so many points, without those that lie on one another to half a pixel; of the rest
  /// every so manieth, so that dense places stay dense, and always the outermost.
  package static func cloud(_ points: [Point], limit: Int) -> [Point] {
    var seen: Set<Point> = []
    let apart = points.filter {
      seen.insert(Point(($0.x * 2).rounded(), ($0.y * 2).rounded())).inserted
    }
    guard apart.count > limit else { return apart }
    let outermost = [
      apart.indices.min { apart[$0].x < apart[$1].x },
      apart.indices.max { apart[$0].x < apart[$1].x },
      apart.indices.min { apart[$0].y < apart[$1].y },
      apart.indices.max { apart[$0].y < apart[$1].y },
    ].compactMap { $0 }
    let stride = (apart.count + limit - 1) / max(limit - outermost.count, 1) + 1
    return apart.indices.filter { $0.isMultiple(of: stride) || outermost.contains($0) }.map {
      apart[$0]
    }
  }
}
