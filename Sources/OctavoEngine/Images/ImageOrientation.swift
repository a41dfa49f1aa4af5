/// How a stored image is turned and mirrored to be shown (EXIF 2.3, tag 0x0112).
enum ImageOrientation: Int, Hashable, Sendable {
  case upright = 1
  case mirrored, upsideDown, mirroredUpsideDown
  case mirroredOnItsLeft, onItsLeft, mirroredOnItsRight, onItsRight

  /// Whether the image is as wide as the stored one is high.
  var swapsSides: Bool { rawValue >= 5 }

  /// - Parameter exif: a TIFF structure, as EXIF blocks hold it; where it is damaged or has no
  ///   orientation, the image is upright.
  init(exif: ImageBytes) {
    self = Self.stored(in: exif) ?? .upright
  }

  private static func stored(in exif: ImageBytes) -> ImageOrientation? {
    let isBigEndian = exif.has("MM\0*", at: 0)
    guard isBigEndian || exif.has("II*\0", at: 0) else { return nil }
    func number(_ offset: Int, _ width: Int) -> Int? {
      exif.number(at: offset, width: width, isBigEndian: isBigEndian)
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for entry in 0..<count {
      let start = directory + 2 + 12 * entry
      guard let tag = number(start, 2) else { return nil }
      // A short number, of which there is one.
      if tag == 0x0112, number(start + 2, 2) == 3 {
        return number(start + 8, 2).flatMap(ImageOrientation.init(rawValue:))
      }
    }
    return nil
  }

  /// The image as it is shown.
  ///
  /// - Parameters:
  ///   - height: of the stored image, as `width` is.
  ///   - channels: how many bytes a pixel has.
  func turned(_ bytes: [UInt8], height: Int, width: Int, channels: Int) -> [UInt8] {
    guard self != .upright else { return bytes }
    let (rows, columns) = swapsSides ? (width, height) : (height, width)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for row in 0..<rows {
      for column in 0..<columns {
        let (y, x) = source(of: row, column, height: height, width: width)
        let start = (y * width + x) * channels
        result += bytes[start..<start + channels]
      }
    }
    return result
  }

  /// Where in the stored image a pixel of the shown one stands.
  private func source(
    of row: Int, _ column: Int, height: Int, width: Int
  ) -> (y: Int, x: Int) {
    switch self {
    case .upright: (row, column)
    case .mirrored: (row, width - 1 - column)
    case .upsideDown: (height - 1 - row, width - 1 - column)
    case .mirroredUpsideDown: (height - 1 - row, column)
    case .mirroredOnItsLeft: (column, row)
    case .onItsLeft: (height - 1 - column, row)
    case .mirroredOnItsRight: (height - 1 - column, width - 1 - row)
    case .onItsRight: (column, width - 1 - row)
    }
  }
}
