import OctavoBase
import OctavoResults

/// Lines, points and bands of a panel's series.
package struct SeriesMarks {
  package var series: [Plot.Series]
  package var styles: SeriesStyles
  package var scales: PlotSpace.Scales
  package var axes: (horizontal: Plot.Axis, vertical: Plot.Axis)
  package var layout: PlotLayout

  /// Beyond these, single points are not worth their bytes: they merge into one shape, then thin
  /// out where they overlap.
  private static let tooltipLimit = 120
  /// How many of more points say their numbers.
  private static let chosenLimit = 24
  private static let cloudLimit = 4000

  package func nodes() -> [HTMLNode] {
    let drawn = series.map { (series: $0, style: styles[$0.name], points: points(of: $0)) }
    return drawn.flatMap {
      [
        bands(of: $0.series, style: $0.style), runs(of: $0.series, style: $0.style),
        edgeMarks($0.series, $0.style),
      ]
    }
      + drawn.flatMap { one -> [HTMLNode] in
        switch one.series.mark {
        case .line:
          [line(one.points, style: one.style), targets(one.series, one.points)]
        case .points:
          [whiskers(of: one.series, style: one.style)] + dots(one.series, one.points, one.style)
        case .linesAndPoints:
          [line(one.points, style: one.style)] + dots(one.series, one.points, one.style)
        }
      }
  }

  package var allPoints: [Point] { series.flatMap { points(of: $0).compactMap { $0 } } }

  /// Where each point is drawn; `nil` for one that has no place.
  package func points(of series: Plot.Series) -> [Point?] {
    (0..<min(series.x.count, series.y.count)).map { index in
      guard let x = scales.horizontal.position(series.x[index]),
        let y = scales.vertical.position(series.y[index])
      else { return nil }
      return Point(x, y)
    }
  }

  /// The stretches of a line between its gaps; a single point between two gaps is a mark.
  private func line(_ points: [Point?], style: SeriesStyle) -> HTMLNode {
    var path = SVGPath()
    var marks = SVGPath()
    for stretch in points.split(separator: nil) {
      let run = Simplification.line(stretch.compactMap { $0 }, columnWidth: columnWidth)
      guard let first = run.first else { continue }
      if run.count == 1 {
        marks.addMark(style.shape, at: first, radius: 3)
      } else {
        path.move(to: first)
        for point in run.dropFirst() { path.line(to: point) }
      }
    }
    return .fragment([
      path.isEmpty ? .empty : HTMLTag.path(.class("line \(style.className)"), .d(path)),
      marks.isEmpty ? .empty : HTMLTag.path(.class(style.dotClassName), .d(marks)),
    ])
  }

  /// The single runs behind a mean: thin lines under it, or small dots.
  private func runs(of series: Plot.Series, style: SeriesStyle) -> HTMLNode {
    var path = SVGPath()
    for run in series.runs ?? [] {
      var single = series
      single.y = run
      let points = points(of: single)
      if series.mark == .points {
        for point in points.compactMap({ $0 }) { path.addDot(at: point) }
        continue
      }
      for stretch in points.split(separator: nil) {
        let line = Simplification.line(stretch.compactMap { $0 }, columnWidth: columnWidth * 2)
        guard line.count > 1 else { continue }
        path.move(to: line[0])
        for point in line.dropFirst() { path.line(to: point) }
      }
    }
    let kind = series.mark == .points ? "cloud" : "run"
    guard !path.isEmpty else { return .empty }
    return HTMLTag.path(.class("\(kind) \(style.className)"), .d(path)) {
      if layout.hasTooltips { MarkTitle([series.name], phrases.singleRuns).node }
    }
  }

  /// Values that are not finite stand at the edge: infinite ones at the top or bottom, NaN as a
  /// cross at the bottom.
  private func edgeMarks(_ series: Plot.Series, _ style: SeriesStyle) -> HTMLNode {
    let (top, bottom) = (scales.vertical.end, scales.vertical.start)
    let measured = Set(series.notNumbers ?? [])
    var marks: [(shape: SeriesStyle.Shape, point: Point, index: Int)] = []
    for index in 0..<min(series.x.count, series.y.count) where !series.y[index].isFinite {
      guard let x = scales.horizontal.position(series.x[index]) else { continue }
      let y = series.y[index]
      if y.isNaN {
        if measured.contains(index) { marks.append((.plus, Point(x, bottom), index)) }
      } else {
        marks.append(
          y > 0 ? (.triangle, Point(x, top), index) : (.downwardTriangle, Point(x, bottom), index))
      }
    }
    // Neighbors of one kind that would cover each other are one mark.
    var last: [SeriesStyle.Shape: Double] = [:]
    marks = marks.sorted { $0.point.x < $1.point.x }.filter { mark in
      guard mark.point.x - (last[mark.shape] ?? -.infinity) >= 3 else { return false }
      last[mark.shape] = mark.point.x
      return true
    }
    guard !marks.isEmpty else { return .empty }
    return HTMLTag.g(.class("dot edge \(style.className)")) {
      for mark in marks {
        HTMLTag.path(.d(SVGPath(mark: mark.shape, at: mark.point, radius: 3.5))) {
          if layout.hasTooltips { title(series, mark.index) }
        }
      }
    }
  }

  /// Many long lines together are drawn a little coarser, so that the page stays small.
  private var columnWidth: Double { min(max(1, Double(series.count) / 2), 4) }

  private func dots(
    _ series: Plot.Series, _ points: [Point?], _ style: SeriesStyle
  ) -> [HTMLNode] {
    let places = points.indices.filter { points[$0] != nil }
    let radius: Double = places.count > 400 ? 2 : places.count > 60 ? 3 : 4
    let className = style.dotClassName
    if layout.hasTooltips && totalCount <= Self.tooltipLimit {
      return [
        HTMLTag.g(.class(className)) {
          for index in places {
            if let point = points[index] {
              HTMLTag.path(.d(SVGPath(mark: style.shape, at: point, radius: radius))) {
                title(series, index)
              }
            }
          }
        }
      ]
    }
    var path = SVGPath()
    let cloud = Simplification.cloud(places.compactMap { points[$0] }, limit: Self.cloudLimit)
    for point in cloud {
      if places.count > 400 {
        path.addDot(at: point)
      } else {
        path.addMark(style.shape, at: point, radius: radius)
      }
    }
    let kind = places.count > 400 ? "cloud \(style.className)" : className
    return path.isEmpty
      ? [] : [HTMLTag.path(.class(kind), .d(path)), targets(series, points)]
  }

  /// Invisible dots, which say their numbers when a pointer rests on them. Of many points some are
  /// chosen: evenly, and the lowest and the highest among them.
  private func targets(_ series: Plot.Series, _ points: [Point?]) -> HTMLNode {
    guard layout.hasTooltips else { return .empty }
    return HTMLTag.g(.class("target")) {
      for index in chosen(points) {
        if let point = points[index] {
          HTMLTag.path(.d(SVGPath(dotAt: point))) { title(series, index) }
        }
      }
    }
  }

  private func chosen(_ points: [Point?]) -> [Int] {
    let places = points.indices.filter { points[$0] != nil }
    guard totalCount > Self.tooltipLimit else { return places }
    let share = max(Self.chosenLimit * places.count / max(totalCount, 1), 4)
    guard places.count > share else { return places }
    let height = { (index: Int) in points[index]?.y ?? 0 }
    let extremes = [
      places.min { height($0) < height($1) }, places.max { height($0) < height($1) },
    ].compactMap { $0 }
    let even = (0..<share).map { places[$0 * (places.count - 1) / (share - 1)] }
    return Set(even + extremes).sorted()
  }

  private var totalCount: Int { series.map(\.x.count).reduce(0, +) }

  private func title(_ series: Plot.Series, _ index: Int) -> HTMLNode {
    MarkTitle(
      [series.name], axes.horizontal.says(series.x[index]), axes.vertical.says(series.y[index]),
      MarkTitle.interval(series.lower, series.upper, index)
    ).node
  }

  /// The area between a line's lower and upper edge.
  private func bands(of series: Plot.Series, style: SeriesStyle) -> HTMLNode {
    guard series.mark != .points else { return .empty }
    var path = SVGPath()
    for stretch in intervals(of: series).split(separator: nil) {
      let edges = Simplification.band(stretch.compactMap { $0 }, columnWidth: columnWidth)
      guard let first = edges.first else { continue }
      path.move(to: Point(first.x, first.top))
      for edge in edges.dropFirst() { path.line(to: Point(edge.x, edge.top)) }
      for edge in edges.reversed() { path.line(to: Point(edge.x, edge.bottom)) }
      path.close()
    }
    return path.isEmpty ? .empty : HTMLTag.path(.class("band \(style.className)"), .d(path))
  }

  /// Points have their interval as a stroke with two ends.
  private func whiskers(of series: Plot.Series, style: SeriesStyle) -> HTMLNode {
    var path = SVGPath()
    for interval in intervals(of: series).compactMap({ $0 }) {
      path.addWhisker(
        from: Point(interval.x, interval.top), to: Point(interval.x, interval.bottom))
    }
    return path.isEmpty ? .empty : HTMLTag.path(.class("whisker \(style.className)"), .d(path))
  }

  private func intervals(of series: Plot.Series) -> [VerticalSpan?] {
    guard let lower = series.lower, let upper = series.upper else { return [] }
    return (0..<min(series.x.count, lower.count, upper.count)).map { index in
      guard let x = scales.horizontal.position(series.x[index]),
        let top = scales.vertical.clampedPosition(upper[index]),
        let bottom = scales.vertical.clampedEdge(lower[index])
      else { return nil }
      return VerticalSpan(x: x, top: top, bottom: bottom)
    }
  }
}

extension SVGPath {
  package init(mark shape: SeriesStyle.Shape, at center: Point, radius: Double) {
    self.init()
    addMark(shape, at: center, radius: radius)
  }

  package init(dotAt point: Point) {
    self.init()
    addDot(at: point)
  }

  /// A stroke with a short bar across each end.
  package mutating func addWhisker(from start: Point, to end: Point) {
    let isVertical = start.x == end.x
    let (dx, dy) = isVertical ? (4.0, 0.0) : (0.0, 4.0)
    for place in [start, end] {
      move(to: Point(place.x - dx, place.y - dy))
      line(to: Point(place.x + dx, place.y + dy))
    }
    move(to: start)
    line(to: end)
  }
}

extension Plot.Axis {
  /// `loss (nats)`.
  package var title: String { unit.map { "\(label) (\($0))" } ?? label }
}
