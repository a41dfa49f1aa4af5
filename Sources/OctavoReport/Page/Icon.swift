/// Small signs that tell good from bad by their shape as well as by their color.
package enum Icon {
  package static let pass = icon("pass", strokes: [[(4.6, 8.3), (7, 10.6), (11.4, 5.7)]])
  package static let fail = icon(
    "fail", strokes: [[(5.4, 5.4), (10.6, 10.6)], [(10.6, 5.4), (5.4, 10.6)]])
  package static let warning = icon(
    "warn", strokes: [[(8, 4.3), (8, 8.7)], [(8, 11.4), (8, 11.5)]])
  package static let skipped = icon("skip", strokes: [[(5, 8), (11, 8)]])

  /// A tick without a circle, for a box.
  package static let tick = HTMLTag.svg(
    .class("tick"), .viewBox(width: 16, height: 16), .width(16), .height(16), .ariaHidden
  ) {
    HTMLTag.path(.d(path([(4, 8.4), (7, 11.2), (12, 5)])))
  }

  private static func path(_ points: [(Double, Double)]) -> SVGPath {
    var path = SVGPath()
    for (index, (x, y)) in points.enumerated() {
      if index == 0 { path.move(to: Point(x, y)) } else { path.line(to: Point(x, y)) }
    }
    return path
  }

  private static func icon(_ name: String, strokes: [[(Double, Double)]]) -> HTMLNode {
    var path = SVGPath()
    for stroke in strokes {
      for (index, (x, y)) in stroke.enumerated() {
        if index == 0 { path.move(to: Point(x, y)) } else { path.line(to: Point(x, y)) }
      }
    }
    return HTMLTag.svg(
      .class("icon \(name)"), .viewBox(width: 16, height: 16), .width(16), .height(16),
      .ariaHidden
    ) {
      HTMLTag.circle(.cx(8), .cy(8), .r(7.2))
      HTMLTag.path(.d(path))
    }
  }
}
