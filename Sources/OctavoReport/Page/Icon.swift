import OctavoNotebook

/// Small signs that tell good from bad by their shape as well as by their color.
package enum Icon {
  package static let pass = icon("pass", strokes: [[(4.6, 8.3), (7, 10.6), (11.4, 5.7)]])
  package static let fail = icon(
    "fail", strokes: [[(5.4, 5.4), (10.6, 10.6)], [(10.6, 5.4), (5.4, 10.6)]])
  package static let warning = icon(
    "warn", strokes: [[(8, 4.3), (8, 8.7)], [(8, 11.4), (8, 11.5)]])
  package static let information = icon(
    "info", strokes: [[(8, 7.4), (8, 11.6)], [(8, 4.6), (8, 4.7)]])
  package static let triangle = icon(
    "danger", strokes: [[(8, 6), (8, 9.6)], [(8, 11.9), (8, 12)]],
    outline: [(8, 1.4), (15.2, 14.4), (0.8, 14.4), (8, 1.4)])
  package static let octagon = icon(
    "stop", strokes: [[(8, 4.3), (8, 8.7)], [(8, 11.4), (8, 11.5)]],
    outline: [
      (5, 0.8), (11, 0.8), (15.2, 5), (15.2, 11), (11, 15.2), (5, 15.2), (0.8, 11), (0.8, 5),
      (5, 0.8),
    ])
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

  /// - Parameter outline: Without it there is a circle around the sign.
  private static func icon(
    _ name: String, strokes: [[(Double, Double)]], outline: [(Double, Double)]? = nil
  ) -> HTMLNode {
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
      if let outline {
        HTMLTag.path(.d(Self.path(outline)))
      } else {
        HTMLTag.circle(.cx(8), .cy(8), .r(7.2))
      }
      HTMLTag.path(.d(path))
    }
  }
}

extension Icon {
  static func of(_ kind: Prose.Alert.Kind) -> HTMLNode {
    switch kind {
    case .note: information
    case .tip: pass
    case .important: warning
    case .warning: triangle
    case .caution: octagon
    }
  }
}
