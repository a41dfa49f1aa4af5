import OctavoReport
import Testing

@Suite struct SVGPathTests {
  @Test(arguments: [
    (0.0, "0"), (12, "12"), (12.5, "12.5"), (-0.5, "-.5"), (0.04, "0"), (-0.04, "0"),
    (99.96, "100"), (.nan, "0"), (.infinity, "1000000"), (-1e300, "-1000000"),
  ])
  func coordinates(value: Double, expected: String) {
    #expect(Coordinate(value).description == expected)
  }

  @Test func stepsAreRelative() {
    var path = SVGPath()
    path.move(to: Point(10, 20))
    path.line(to: Point(12.5, 19))
    path.line(to: Point(12.5, 19))
    path.line(to: Point(11, 30.25))
    path.close()
    #expect(path.description == "M10 20l2.5-1-1.5 11.3z")
  }

  /// Rounding never adds up: each position is rounded once, and steps are differences of those.
  @Test func longPathsDoNotDrift() throws {
    let points = (0..<2000).map { Point(Double($0) * 0.333, 100 + 0.77 * Double($0 % 17)) }
    var path = SVGPath()
    path.move(to: points[0])
    for point in points.dropFirst() { path.line(to: point) }
    let last = try #require(PathReader.vertices(of: path.description).last)
    #expect(abs(last.x - points[1999].x) < 0.051)
    #expect(abs(last.y - points[1999].y) < 0.051)
  }
}

/// Reads back the positions that a path goes through, straight strokes only.
enum PathReader {
  static func vertices(of description: String) -> [Point] {
    var points: [Point] = []
    var current = Point(0, 0)
    var numbers: [Double] = []
    var command: Character = "M"
    var token = ""
    func flushNumber() {
      if let number = Double(token) { numbers.append(number) }
      token = ""
      let isPair = command == "M" || command == "l"
      guard numbers.count == (isPair ? 2 : command == "h" ? 1 : .max) else { return }
      switch command {
      case "M": current = Point(numbers[0], numbers[1])
      case "l": current = Point(current.x + numbers[0], current.y + numbers[1])
      default: current.x += numbers[0]
      }
      points.append(current)
      numbers = []
    }
    for character in description {
      if character.isLetter {
        flushNumber()
        numbers = []
        command = character
      } else if character == " " {
        flushNumber()
      } else if character == "-" && !token.isEmpty {
        flushNumber()
        token = "-"
      } else {
        token.append(character)
      }
    }
    flushNumber()
    return points
  }
}
