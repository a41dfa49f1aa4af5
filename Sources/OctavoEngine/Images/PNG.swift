import CPNG
import Foundation

/// Portable network graphics, read and written by libpng.
public enum PNG {
  /// An image's sides may be no longer: what is larger is no training image, and a damaged header
  /// must not ask for all memory.
  public static let longestSide = 4096

  /// The size of an image, from the head of its file.
  ///
  /// - Throws: where the bytes are no PNG.
  public static func size(of bytes: [UInt8]) throws(PNGError) -> (height: Int, width: Int) {
    try reading(bytes) { image in (Int(image.height), Int(image.width)) }
  }

  /// An image's bytes row by row, with whatever colours and depth the file has made grey or red,
  /// green and blue of eight bits. Transparent parts are laid on white.
  ///
  /// - Parameter channels: 1 or 3.
  /// - Throws: where the bytes are no PNG, damaged, or larger than `longestSide`.
  public static func decode(
    _ bytes: [UInt8], channels: Int
  ) throws(PNGError) -> (height: Int, width: Int, bytes: [UInt8]) {
    try reading(bytes) { image throws(PNGError) in
      let (height, width) = (Int(image.height), Int(image.width))
      image.format = format(channels)
      var white = png_color(red: 255, green: 255, blue: 255)
      var result = [UInt8](repeating: 0, count: height * width * channels)
      guard png_image_finish_read(&image, &white, &result, 0, nil) != 0 else {
        throw PNGError(image)
      }
      return (height, width, result)
    }
  }

  /// - Parameters:
  ///   - bytes: row by row, a pixel's channels together.
  ///   - channels: 1 or 3.
  public static func encode(
    _ bytes: [UInt8], height: Int, width: Int, channels: Int
  ) throws(PNGError) -> [UInt8] {
    precondition(bytes.count == height * width * channels)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = format(channels)
    defer { png_image_free(&image) }
    var size: png_alloc_size_t = 0
    guard png_image_write_to_memory(&image, nil, &size, 0, bytes, 0, nil) != 0 else {
      throw PNGError(image)
    }
    var result = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &result, &size, 0, bytes, 0, nil) != 0 else {
      throw PNGError(image)
    }
    return Array(result.prefix(size))
  }

  /// libpng's words for grey and for red, green and blue, which are macros that Swift cannot see.
  private static func format(_ channels: Int) -> png_uint_32 { channels == 1 ? 0 : 2 }

  private static func reading<Result>(
    _ bytes: [UInt8], _ body: (inout png_image) throws(PNGError) -> Result
  ) throws(PNGError) -> Result {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    // libpng keeps the address until the image is freed.
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    defer {
      png_image_free(&image)
      copy.deallocate()
    }
    _ = copy.initialize(from: bytes)
    guard png_image_begin_read_from_memory(&image, copy.baseAddress, bytes.count) != 0 else {
      throw PNGError(image)
    }
    guard image.width <= longestSide, image.height <= longestSide else {
      throw PNGError("it is \(image.width) × \(image.height), and \(longestSide) is the most")
    }
    return try body(&image)
  }
}

/// Why bytes are no image, in libpng's words.
public struct PNGError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  fileprivate init(_ image: png_image) {
    let message = withUnsafeBytes(of: image.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    self.init("libpng says: \(message.isEmpty ? "it is damaged" : message)")
  }
}
