/// The outline of a shape, written with relative steps, which are shorter than absolute positions.
package struct SVGPath: Hashable, Sendable, CustomStringConvertible {
  package private(set) var description = ""
  private var x = 0
  private var y = 0
  private var hasImpliedLine = false

  package init() {}

  package var isEmpty: Bool { description.isEmpty }

  /// Lifts the pen and puts it down at a position.
  package mutating func move(to point: Point) {
    (x, y) = (Coordinate(point.x).tenths, Coordinate(point.y).tenths)
    description += "M\(Coordinate(tenths: x))"
    append(y)
    hasImpliedLine = false
  }

  /// Draws straight to a position. A step of no visible length is left out.
  package mutating func line(to point: Point) {
    let (nextX, nextY) = (Coordinate(point.x).tenths, Coordinate(point.y).tenths)
    let (stepX, stepY) = (nextX - x, nextY - y)
    if stepX == 0 && stepY == 0 { return }
    if hasImpliedLine {
      append(stepX)
    } else {
      description += "l\(Coordinate(tenths: stepX))"
    }
    append(stepY)
    (x, y) = (nextX, nextY)
    hasImpliedLine = true
  }

  /// Draws a curve that leaves and arrives in the direction of two control points.
  package mutating func curve(to point: Point, leaving first: Point, arriving second: Point) {
    description += "C"
    for (index, point) in [first, second, point].enumerated() {
      description += index > 0 ? " " : ""
      description += "\(Coordinate(point.x)) \(Coordinate(point.y))"
    }
    (x, y) = (Coordinate(point.x).tenths, Coordinate(point.y).tenths)
    hasImpliedLine = false
  }

  /// A dot of the pen's own width and cap.
  package mutating func addDot(at point: Point) {
    move(to: point)
    description += "h0"
  }

  package mutating func addCircle(at center: Point, radius: Double) {
    move(to: Point(center.x - radius, center.y))
    let (r, across) = (Coordinate(radius), Coordinate(tenths: 2 * Coordinate(radius).tenths))
    description += "a\(r) \(r) 0 1 0 \(across) 0a\(r) \(r) 0 1 0-\(across) 0"
    close()
  }

  package mutating func close() {
    description += "z"
    hasImpliedLine = false
  }

  package mutating func addRectangle(_ frame: Frame) {
    move(to: Point(frame.left, frame.top))
    line(to: Point(frame.right, frame.top))
    line(to: Point(frame.right, frame.bottom))
    line(to: Point(frame.left, frame.bottom))
    close()
  }

  /// A number after another one needs a space unless its sign parts them.
  private mutating func append(_ tenths: Int) {
    if tenths >= 0 { description += " " }
    description += Coordinate(tenths: tenths).description
  }
}

/// A position in a drawing: to the right and downwards.
package struct Point: Hashable, Sendable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A rectangle in a drawing.
package struct Frame: Hashable, Sendable {
  package var left: Double
  package var top: Double
  package var right: Double
  package var bottom: Double

  package init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  package var width: Double { right - left }
  package var height: Double { bottom - top }
}
