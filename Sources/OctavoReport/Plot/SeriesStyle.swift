/// How one of several series is told from the others: by color, by the dashes of its line and by
/// the shape of its marks. The style sheet turns the class into color and dashes.
package struct SeriesStyle: Hashable, Sendable {
  package enum Shape: CaseIterable, Sendable {
    case circle, square, triangle, diamond, downwardTriangle, plus
  }

  /// How many colors there are; the next series have them again, with other dashes.
  package static let colorCount = 6
  /// How many steps the ramp of many numbers has.
  package static let rampCount = 12

  /// Counted from 0.
  package var index: Int
  /// Whether the color is a step of the ramp.
  package var isOnRamp = false

  package init(_ index: Int) { self.index = index }

  package init(rampLevel: Int) { (index, isOnRamp) = (rampLevel, true) }

  /// Twelve styles differ; after them they begin anew.
  package var className: String { "\(isOnRamp ? "r" : "s")\(index % 12 + 1)" }

  package var shape: Shape { Shape.allCases[index % Shape.allCases.count] }

  /// The second six are outlines.
  package var isHollow: Bool { !isOnRamp && index % 12 >= Shape.allCases.count && shape != .plus }

  /// Of its marks.
  package var dotClassName: String { "dot \(className)\(isHollow ? " hollow" : "")" }
}

extension SVGPath {
  /// Adds a mark of about the area of a circle of that radius.
  package mutating func addMark(_ shape: SeriesStyle.Shape, at center: Point, radius: Double) {
    let corners: [(Double, Double)] =
      switch shape {
      case .circle: []
      case .square: [(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]
      case .triangle: [(0, -1.3), (1.2, 0.9), (-1.2, 0.9)]
      case .diamond: [(0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)]
      case .downwardTriangle: [(0, 1.3), (1.2, -0.9), (-1.2, -0.9)]
      case .plus:
        [
          (-0.4, -1.3), (0.4, -1.3), (0.4, -0.4), (1.3, -0.4), (1.3, 0.4), (0.4, 0.4),
          (0.4, 1.3), (-0.4, 1.3), (-0.4, 0.4), (-1.3, 0.4), (-1.3, -0.4), (-0.4, -0.4),
        ]
      }
    guard let first = corners.first else { return addCircle(at: center, radius: radius) }
    let place = { (corner: (Double, Double)) in
      Point(center.x + corner.0 * radius, center.y + corner.1 * radius)
    }
    move(to: place(first))
    for corner in corners.dropFirst() { line(to: place(corner)) }
    close()
  }
}
