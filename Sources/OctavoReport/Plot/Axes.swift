import OctavoBase
import OctavoResults

/// The grid and the tick labels of a frame.
package struct Axes {
  package var frame: Frame
  package var layout: PlotLayout

  package init(frame: Frame, layout: PlotLayout) {
    self.frame = frame
    self.layout = layout
  }

  /// Lines across the frame at the ticks of a vertical scale, with their labels to the left.
  package func vertical(_ scale: Scale, ticks: Ticks, isLabeled: Bool) -> [HTMLNode] {
    var grid = SVGPath()
    var labels: [HTMLNode] = []
    for tick in ticks.major {
      guard let y = scale.position(tick.value) else { continue }
      grid.move(to: Point(frame.left, y))
      grid.line(to: Point(frame.right, y))
      labels.append(
        HTMLTag.textLabel(.x(frame.left - 8), .y(y + layout.fontSize * 0.36)) { tick.label })
    }
    var fine = SVGPath()
    for y in ticks.minor.compactMap(scale.position) {
      fine.move(to: Point(frame.left - 4, y))
      fine.line(to: Point(frame.left, y))
    }
    return [
      HTMLTag.path(.class("grid"), .d(grid)),
      isLabeled && !fine.isEmpty ? HTMLTag.path(.class("axis"), .d(fine)) : .empty,
      isLabeled ? HTMLTag.g(.class("end")) { labels } : .empty,
    ]
  }

  /// Small strokes at the ticks of a horizontal scale, or lines up through the frame, with their
  /// labels below.
  package func horizontal(
    _ scale: Scale, ticks: Ticks, isLabeled: Bool, hasGrid: Bool
  ) -> [HTMLNode] {
    var grid = SVGPath()
    var strokes = SVGPath()
    var labels: [HTMLNode] = []
    strokes.move(to: Point(frame.left, frame.bottom))
    strokes.line(to: Point(frame.right, frame.bottom))
    for tick in ticks.major {
      guard let x = scale.position(tick.value) else { continue }
      grid.move(to: Point(x, frame.top))
      grid.line(to: Point(x, frame.bottom))
      strokes.move(to: Point(x, frame.bottom))
      strokes.line(to: Point(x, frame.bottom + 5))
      labels.append(
        HTMLTag.textLabel(.x(x), .y(frame.bottom + 7 + layout.fontSize)) { tick.label })
    }
    for x in ticks.minor.compactMap(scale.position) {
      strokes.move(to: Point(x, frame.bottom))
      strokes.line(to: Point(x, frame.bottom + 3))
    }
    return [
      hasGrid ? HTMLTag.path(.class("grid"), .d(grid)) : .empty,
      HTMLTag.path(.class("axis"), .d(strokes)),
      isLabeled ? HTMLTag.g(.class("middle")) { labels } : .empty,
    ]
  }

  /// A stronger line at zero, where numbers of both signs are drawn.
  package func zeroLine(_ scale: Scale) -> HTMLNode {
    guard scale.kind == .linear, scale.domain.lowerBound < 0, scale.domain.upperBound > 0,
      let y = scale.position(0)
    else { return .empty }
    return HTMLTag.path(
      .class("axis"), .d(SVGPath(from: Point(frame.left, y), to: Point(frame.right, y))))
  }

  /// Lines at given heights, such as a target, each with its name where other names and the points
  /// leave room for it.
  ///
  /// - Parameters:
  ///   - taken: Where other labels of the frame stand.
  ///   - marks: Where names do not stand as long as there is a place beside.
  ///   - room: How far above the frame names may stand.
  package func rules(
    _ rules: [Plot.Rule], scale: Scale, besides points: [Point] = [], taken: [Frame] = [],
    avoiding marks: [Frame] = [], above room: Double = 0
  ) -> [HTMLNode] {
    var places = LabelPlaces(
      frame: frame, layout: layout, points: points, taken: taken, marks: marks, roomAbove: room)
    return rules.flatMap { rule -> [HTMLNode] in
      guard let y = scale.position(rule.y), (frame.top...frame.bottom).contains(y) else {
        return []
      }
      let label = TextMetrics.truncate(
        rule.label, to: frame.width - 12, fontSize: layout.fontSize)
      let line = HTMLTag.path(
        .class("rule"), .d(SVGPath(from: Point(frame.left, y), to: Point(frame.right, y)))
      ) {
        if layout.hasTooltips { MarkTitle([rule.label], NumberText.short(rule.y)).node }
      }
      guard let place = places.take(label, along: y) else { return [line] }
      return [
        line,
        HTMLTag.g(.class("start")) {
          HTMLTag.textLabel(.class("note"), .x(place.x), .y(place.y)) { label }
        },
      ]
    }
  }

  /// The greatest number of ticks whose labels stand apart below a frame of that width.
  package static func horizontalTicks(
    _ kind: Plot.Axis.Scale, over domain: ClosedRange<Double>, width: Double, layout: PlotLayout,
    isIntegral: Bool
  ) -> Ticks {
    var count = max(2, Int(width / (layout.horizontalTickGap + 52)))
    while true {
      let ticks = Ticks(kind, over: domain, count: count, isIntegral: isIntegral)
      let widest = ticks.major.map { layout.textWidth($0.label) }.max() ?? 0
      let room = width / Double(max(ticks.major.count, 1))
      if count <= 2 || widest + layout.horizontalTickGap <= room { return ticks }
      count -= 1
    }
  }
}

extension SVGPath {
  /// A single straight stroke.
  package init(from start: Point, to end: Point) {
    self.init()
    move(to: start)
    line(to: end)
  }
}
