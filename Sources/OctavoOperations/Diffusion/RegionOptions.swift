import OctavoEngine
import OctavoRunner

/// A rectangle of an image, in shares of its sides.
struct RegionOptions: OptionGroup {
  @Option("Where it begins, from the left.", .within(0...1)) var left = 0.0
  @Option("Where it ends, from the left.", .within(0...1)) var right = 1.0
  @Option("Where it begins, from the top.", .within(0...1)) var top = 0.0
  @Option("Where it ends, from the top.", .within(0...1)) var bottom = 1.0

  func check(_ problems: inout Problems) {
    if left >= right {
      problems.report(
        at: $right, "the region ends at \(right) of the width, where it begins at \(left)",
        remedy: "give a `right` above `left`")
    }
    if top >= bottom {
      problems.report(
        at: $bottom, "the region ends at \(bottom) of the height, where it begins at \(top)",
        remedy: "give a `bottom` above `top`")
    }
  }

  /// Whether each pixel lies outside, row by row; a pixel lies where its middle does.
  func outside(height: Int, width: Int) -> [Bool] {
    (0..<height).flatMap { row in
      (0..<width).map { column in
        let (x, y) = ((Double(column) + 0.5) / Double(width), (Double(row) + 0.5) / Double(height))
        return !(left...right ~= x && top...bottom ~= y)
      }
    }
  }
}

extension [Bool] {
  /// For squares of `side` × `side` pixels, whether all of one are true.
  ///
  /// - Parameter width: of a row of pixels.
  func squares(side: Int, width: Int) -> [Bool] {
    let (rows, columns) = (count / width / side, width / side)
    return (0..<rows).flatMap { row in
      (0..<columns).map { column in
        (0..<side * side).allSatisfy {
          self[(row * side + $0 / side) * width + column * side + $0 % side]
        }
      }
    }
  }
}

extension ImageSet {
  /// These images, with the pixels of `other` where `keeps` says so.
  ///
  /// - Precondition: both are as many images of one size.
  func keeping(_ other: ImageSet, where keeps: [Bool]) -> ImageSet {
    let bytes = bytes.indices.map {
      keeps[$0 / channels % keeps.count] ? other.bytes[$0] : self.bytes[$0]
    }
    return ImageSet(
      height: height, width: width, channels: channels, bytes: bytes, captions: captions)
  }
}
