extension ImageSet {
  /// Draws scenes of shapes, one image each.
  ///
  /// - Parameter progress: is called from time to time with the number of images drawn so far; may
  ///   throw to stop.
  public init(
    drawing scenes: [[ShapeScene.Object]], side: Int, captions: [String],
    progress: (_ done: Int) throws -> Void
  ) rethrows {
    var images = [[UInt8]](repeating: [], count: scenes.count)
    // Small enough for frequent progress, and large enough to keep every thread busy.
    let part = max(2 * Parallel.threads, 131_072 / max(1, side * side))
    for first in stride(from: 0, to: scenes.count, by: part) {
      try progress(first)
      images.withUnsafeMutableBufferPointer { images in
        nonisolated(unsafe) let images = images
        Parallel.forEach(min(part, scenes.count - first)) {
          images[first + $0] = scenes[first + $0].drawn(side: side)
        }
      }
    }
    self.init(
      height: side, width: side, channels: 3, bytes: images.flatMap { $0 }, captions: captions)
  }
}

extension [ShapeScene.Object] {
  /// The image's bytes, red, green and blue, its edges smoothed by sixteen samples a pixel; later
  /// objects cover earlier ones.
  func drawn(side: Int) -> [UInt8] {
    let samples = 4
    var bytes: [UInt8] = []
    bytes.reserveCapacity(side * side * 3)
    for (row, column) in (0..<side).flatMap({ row in (0..<side).map { (row, $0) } }) {
      var sums = [0.0, 0.0, 0.0]
      for sample in 0..<samples * samples {
        func place(_ pixel: Int, _ sample: Int) -> Double {
          (Double(pixel) + (Double(sample) + 0.5) / Double(samples)) / Double(side)
        }
        let (x, y) = (place(column, sample % samples), place(row, sample / samples))
        let color = last(where: { $0.contains(x, y) })?.color.components ?? ShapeScene.paper
        for channel in 0..<3 { sums[channel] += color[channel] }
      }
      bytes += sums.map { UInt8(($0 / Double(samples * samples)).rounded()) }
    }
    return bytes
  }
}
