import OctavoBase
import OctavoResults

/// Lines, points and bands of a panel's series.
package struct SeriesMarks {
  package var series: [Plot.Series]
  package var styles: SeriesStyles
  package var scales: PlotSpace.Scales
  package var axes: (horizontal: Plot.Axis, vertical: Plot.Axis)
  package var layout: PlotLayout

  /// Beyond these, single points are not worth their bytes: they merge into one shape without
  /// tooltips, then thin out where they overlap.
  private static let tooltipLimit = 120
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
      marks.isEmpty ? .empty : HTMLTag.path(.class(dotClass(style)), .d(marks)),
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
    return path.isEmpty ? .empty : HTMLTag.path(.class("\(kind) \(style.className)"), .d(path))
  }

  /// Values that are not finite stand at the edge: infinite ones at the top or bottom, NaN as a
  /// cross at the bottom.
  private func edgeMarks(_ series: Plot.Series, _ style: SeriesStyle) -> HTMLNode {
    let (top, bottom) = (scales.vertical.end, scales.vertical.start)
    let measured = Set(series.notNumbers ?? [])
    var places: [SeriesStyle.Shape: [Point]] = [:]
    for index in 0..<min(series.x.count, series.y.count) where !series.y[index].isFinite {
      guard let x = scales.horizontal.position(series.x[index]) else { continue }
      let y = series.y[index]
      if y.isNaN {
        if measured.contains(index) { places[.plus, default: []].append(Point(x, bottom)) }
      } else if y > 0 {
        places[.triangle, default: []].append(Point(x, top))
      } else {
        places[.downwardTriangle, default: []].append(Point(x, bottom))
      }
    }
    var path = SVGPath()
    for shape in SeriesStyle.Shape.allCases {
      for point in Simplification.cloud(places[shape] ?? [], limit: Self.cloudLimit / 10) {
        path.addMark(shape, at: point, radius: 3.5)
      }
    }
    return path.isEmpty ? .empty : HTMLTag.path(.class("dot edge \(style.className)"), .d(path))
  }

  private func dotClass(_ style: SeriesStyle) -> String {
    "dot \(style.className)\(style.isHollow ? " hollow" : "")"
  }

  /// Many long lines together are drawn a little coarser, so that the page stays small.
  private var columnWidth: Double { min(max(1, Double(series.count) / 2), 4) }

  private func dots(
    _ series: Plot.Series, _ points: [Point?], _ style: SeriesStyle
  ) -> [HTMLNode] {
    let places = points.indices.filter { points[$0] != nil }
    let radius: Double = places.count > 400 ? 2 : places.count > 60 ? 3 : 4
    let className = dotClass(style)
    if layout.hasTooltips && totalCount <= Self.tooltipLimit {
      return [
        HTMLTag.g(.class(className)) {
          for index in places {
            if let point = points[index] {
              HTMLTag.path(.d(SVGPath(mark: style.shape, at: point, radius: radius))) {
                HTMLTag.title { tooltip(series, index) }
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
    return path.isEmpty ? [] : [HTMLTag.path(.class(kind), .d(path))]
  }

  /// Invisible dots on a line, which say their numbers when a pointer rests on them.
  private func targets(_ series: Plot.Series, _ points: [Point?]) -> HTMLNode {
    guard layout.hasTooltips, totalCount <= Self.tooltipLimit else { return .empty }
    return HTMLTag.g(.class("target")) {
      for index in points.indices {
        if let point = points[index] {
          HTMLTag.path(.d(SVGPath(dotAt: point))) { HTMLTag.title { tooltip(series, index) } }
        }
      }
    }
  }

  private var totalCount: Int { series.map(\.x.count).reduce(0, +) }

  private func tooltip(_ series: Plot.Series, _ index: Int) -> String {
    var lines = series.name.isEmpty ? [] : [series.name]
    lines.append(axes.horizontal.says(series.x[index]))
    lines.append(axes.vertical.says(series.y[index]))
    if let lower = series.lower, let upper = series.upper, lower.indices.contains(index),
      upper.indices.contains(index)
    {
      lines.append(
        phrases.range(NumberText.short(lower[index]), NumberText.short(upper[index])))
    }
    return lines.joined(separator: "\n")
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
  /// A number with the axis's name and unit: `loss 1.885 nats`.
  package func says(_ value: Double) -> String {
    [label, NumberText.short(value), unit ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// `loss (nats)`.
  package var title: String { unit.map { "\(label) (\($0))" } ?? label }
}
