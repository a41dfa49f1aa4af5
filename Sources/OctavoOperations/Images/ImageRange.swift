import OctavoBase
import OctavoEngine

/// Which images of a file or folder are read, and in which order.
struct ImageRange {
  /// The seed of the order; nil keeps that of the file or folder.
  let shuffleSeed: Int?
  let skip: Int
  let limit: Int?

  /// The number of images in the range, of a total of `count`.
  func length(of count: Int) -> Int { min(limit ?? .max, max(0, count - skip)) }

  /// The indices of the images in the range, in the order in which they are read.
  func indices(of count: Int) -> [Int] {
    var order = Array(0..<count)
    if let shuffleSeed {
      var stream = RandomStream(seed: UInt64(shuffleSeed)).derived(for: "images")
      order.shuffle(using: &stream)
    }
    return Array(order.dropFirst(skip).prefix(length(of: count)))
  }

  /// The elements in the range, of `all`, which has one element for each image.
  func of<Element>(_ all: [Element]) -> [Element] { indices(of: all.count).map { all[$0] } }

  /// - Throws: where the range of `count` images is empty.
  func require(_ count: Int) throws {
    if length(of: count) == 0 { throw Self.nothingLeft(of: count, skipping: skip) }
  }

  /// The error of an empty range.
  static func nothingLeft(of count: Int, skipping skip: Int) -> OperationError {
    OperationError(
      "there are \(count.forReading) images, and \(skip.forReading) are left out",
      remedy: "give a smaller `skip`")
  }
}
