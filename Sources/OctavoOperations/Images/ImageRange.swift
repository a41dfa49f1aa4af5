import OctavoBase
import OctavoEngine

/// Which images of many are read, and in which order.
struct ImageRange {
  let shuffleSeed: Int?
  let skip: Int
  let limit: Int?

  /// How many of so many images these are.
  func length(of count: Int) -> Int { min(limit ?? .max, max(0, count - skip)) }

  /// Where they stand among so many images, in their order.
  func indices(of count: Int) -> [Int] {
    var order = Array(0..<count)
    if let shuffleSeed {
      var stream = RandomStream(seed: UInt64(shuffleSeed)).derived(for: "images")
      order.shuffle(using: &stream)
    }
    return Array(order.dropFirst(skip).prefix(length(of: count)))
  }

  /// These of all elements, one for each image.
  func of<Element>(_ all: [Element]) -> [Element] { indices(of: all.count).map { all[$0] } }

  /// - Throws: where none are left of so many images.
  func require(_ count: Int) throws {
    if length(of: count) == 0 { throw Self.nothingLeft(of: count, skipping: skip) }
  }

  static func nothingLeft(of count: Int, skipping skip: Int) -> OperationError {
    OperationError(
      "there are \(count.forReading) images, and \(skip.forReading) are left out",
      remedy: "give a smaller `skip`")
  }
}
