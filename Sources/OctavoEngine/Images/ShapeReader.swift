/// Reads a scene of shapes off an image by geometry alone: what is not paper falls into connected
/// parts, each part has a mean color, and the shape that covers the part best is its shape.
public struct ShapeReader: Sendable {
  /// The overlap (intersection over union) that a part must have with a drawn shape.
  public var leastOverlap: Double

  public init(leastOverlap: Double = 0.75) {
    self.leastOverlap = leastOverlap
  }

  /// What is on an image of red, green and blue; nil where there are not one or two shapes, or one
  /// is no known shape.
  public func scene(on bytes: ArraySlice<UInt8>, height: Int, width: Int) -> ShapeScene? {
    let pixels = Pixels(bytes: Array(bytes), height: height, width: width)
    let parts = pixels.parts
    guard 1...2 ~= parts.count else { return nil }
    let objects = parts.compactMap { object($0, pixels) }
    guard objects.count == parts.count else { return nil }
    guard objects.count == 2 else { return ShapeScene(objects: objects, relation: nil) }
    let (dx, dy) = (objects[1].x - objects[0].x, objects[1].y - objects[0].y)
    let isAhead = abs(dx) > abs(dy) ? dx > 0 : dy > 0
    return ShapeScene(
      objects: isAhead ? objects : objects.reversed(),
      relation: abs(dx) > abs(dy) ? .leftOf : .above)
  }

  /// Whether an image of red, green and blue has a ground of paper, as scenes of shapes do: most
  /// pixels of its border are.
  public func hasPaper(_ bytes: ArraySlice<UInt8>, height: Int, width: Int) -> Bool {
    let pixels = Pixels(bytes: Array(bytes), height: height, width: width)
    let border = pixels.border
    return 2 * border.count(where: pixels.isPaper) > border.count
  }

  /// The mean color of an image's border: red, green and blue, 0 to 255.
  public func borderColor(_ bytes: ArraySlice<UInt8>, height: Int, width: Int) -> [Int] {
    let pixels = Pixels(bytes: Array(bytes), height: height, width: width)
    let border = pixels.border
    return (0..<3).map { channel in
      border.reduce(0) { $0 + Int(pixels.bytes[3 * $1 + channel]) } / max(1, border.count)
    }
  }

  /// How far a part's pixels may be from its color, of 255: more is no one color.
  private static let mostDeviation = 80.0

  private func object(_ part: [Int], _ pixels: Pixels) -> ShapeScene.Object? {
    let color = pixels.color(of: part)
    let coverage = pixels.coverage(of: part, color)
    let total = coverage.reduce(0, +)
    let (width, height) = (Double(pixels.width), Double(pixels.height))
    var (x, y) = (0.0, 0.0)
    for (index, share) in zip(part, coverage) {
      x += share * (Double(index % pixels.width) + 0.5)
      y += share * (Double(index / pixels.width) + 0.5)
    }
    guard total > 4, pixels.deviation(of: part, color, coverage) < Self.mostDeviation else {
      return nil
    }
    (x, y) = (x / total / width, y / total / height)
    var best: (object: ShapeScene.Object, overlap: Double)?
    for shape in ShapeScene.Shape.allCases {
      // Of the square around it, a shape has this share; a triangle's centroid is below its middle.
      let (share, offset) =
        switch shape {
        case .circle: (Double.pi, 0.0)
        case .square: (4 * 0.81, 0)
        case .triangle: (2, 1.0 / 3)
        }
      let fitted = (total / share).squareRoot() / width
      for scale in [0.9, 0.95, 1, 1.05, 1.1] {
        let radius = fitted * scale
        let object = ShapeScene.Object(
          color: color, shape: shape, x: x, y: y - offset * radius, radius: radius)
        let overlap = pixels.overlap(of: object, part, coverage)
        if overlap > best?.overlap ?? leastOverlap { best = (object, overlap) }
      }
    }
    return best?.object
  }
}

private struct Pixels {
  let bytes: [UInt8]
  let height, width: Int

  private func components(_ index: Int) -> [Double] {
    (0..<3).map { Double(bytes[3 * index + $0]) }
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  func isPaper(_ index: Int) -> Bool { distance(components(index), ShapeScene.paper) <= 60 }

  /// The pixels of the first and last rows and columns.
  var border: [Int] {
    (0..<height * width).filter { index in
      let (row, column) = (index / width, index % width)
      return row == 0 || row == height - 1 || column == 0 || column == width - 1
    }
  }

  /// The connected parts that are clearly not paper, of a dozen pixels or more.
  var parts: [[Int]] {
    var isOpen = (0..<height * width).map { !isPaper($0) }
    var parts: [[Int]] = []
    for start in isOpen.indices where isOpen[start] {
      var (part, next) = ([Int](), [start])
      isOpen[start] = false
      while let index = next.popLast() {
        part.append(index)
        let (row, column) = (index / width, index % width)
        for (y, x) in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
        where 0..<height ~= y && 0..<width ~= x && isOpen[y * width + x] {
          isOpen[y * width + x] = false
          next.append(y * width + x)
        }
      }
      if part.count >= 12 { parts.append(part.sorted()) }
    }
    return parts
  }

  /// The color that most of a part's pixels are nearest to.
  func color(of part: [Int]) -> ShapeScene.Color {
    let colors = ShapeScene.Color.allCases
    var votes = [Int](repeating: 0, count: colors.count)
    for index in part {
      let distances = colors.map { distance(components(index), $0.components) }
      votes[distances.indices.min { distances[$0] < distances[$1] }!] += 1
    }
    return colors[votes.indices.max { votes[$0] < votes[$1] }!]
  }

  /// How much of each of the part's pixels is covered, as far as its color tells.
  func coverage(of part: [Int], _ color: ShapeScene.Color) -> [Double] {
    let ink = zip(color.components, ShapeScene.paper).map { $0 - $1 }
    let square = ink.reduce(0) { $0 + $1 * $1 }
    return part.map { index in
      let difference = zip(components(index), ShapeScene.paper).map { $0 - $1 }
      let projection = zip(difference, ink).reduce(0) { $0 + $1.0 * $1.1 } / square
      return min(1, max(0, projection))
    }
  }

  /// The root mean square distance of a part's pixels from its color as it covers them.
  func deviation(
    of part: [Int], _ color: ShapeScene.Color, _ coverage: [Double]
  ) -> Double {
    let squares = zip(part, coverage).reduce(0.0) { sum, pixel in
      let expected = zip(color.components, ShapeScene.paper).map {
        $0 * pixel.1 + $1 * (1 - pixel.1)
      }
      let distance = distance(components(pixel.0), expected)
      return sum + distance * distance
    }
    return (squares / Double(part.count)).squareRoot()
  }

  /// Intersection over union of a drawn shape and a part's coverage.
  func overlap(of object: ShapeScene.Object, _ part: [Int], _ coverage: [Double]) -> Double {
    var covered = [Double](repeating: 0, count: height * width)
    for (index, share) in zip(part, coverage) { covered[index] = share }
    var (shared, either) = (0.0, 0.0)
    for row in 0..<height {
      for column in 0..<width {
        var drawn = 0.0
        for sample in 0..<4 {
          let x = (Double(column) + 0.25 + 0.5 * Double(sample % 2)) / Double(width)
          let y = (Double(row) + 0.25 + 0.5 * Double(sample / 2)) / Double(height)
          if object.contains(x, y) { drawn += 0.25 }
        }
        shared += min(drawn, covered[row * width + column])
        either += max(drawn, covered[row * width + column])
      }
    }
    return either == 0 ? 0 : shared / either
  }
}
