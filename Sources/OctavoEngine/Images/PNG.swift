import CPNG

/// Portable network graphics, read and written by libpng.
public enum PNG {
  static func begins(_ bytes: ImageBytes) -> Bool {
    bytes.number(at: 0, width: 8) == Int(bitPattern: 0x8950_4E47_0D0A_1A0A)
  }

  /// What the chunks say: the first of them, the orientation and whether there is an animation.
  ///
  /// - Throws: where the file does not begin with its header.
  static func header(of bytes: ImageBytes) throws(ImageFileError) -> ImageFile.Header {
    guard bytes.number(at: 8, width: 4) == 13, bytes.has("IHDR", at: 12),
      let width = bytes.number(at: 16, width: 4), let height = bytes.number(at: 20, width: 4)
    else { throw ImageFileError("it is a PNG without a whole header, and so cut off or damaged") }
    var (orientation, isAnimated) = (ImageOrientation.upright, false)
    var offset = 33
    while let length = bytes.number(at: offset, width: 4), !bytes.has("IEND", at: offset + 4) {
      if bytes.has("eXIf", at: offset + 4) {
        orientation = ImageOrientation(exif: bytes.part(offset + 8, count: length))
      }
      isAnimated = isAnimated || bytes.has("acTL", at: offset + 4)
      offset += 12 + length
    }
    return ImageFile.Header(
      format: .png, storedHeight: height, storedWidth: width, orientation: orientation,
      isAnimated: isAnimated)
  }

  /// - Parameters:
  ///   - bytes: row by row, a pixel's channels together.
  ///   - channels: 1 or 3.
  public static func encode(
    _ bytes: [UInt8], height: Int, width: Int, channels: Int
  ) throws(ImageFileError) -> [UInt8] {
    precondition(bytes.count == height * width * channels)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = format(channels)
    defer { png_image_free(&image) }
    var size: png_alloc_size_t = 0
    guard png_image_write_to_memory(&image, nil, &size, 0, bytes, 0, nil) != 0 else {
      throw ImageFileError(image)
    }
    var result = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &result, &size, 0, bytes, 0, nil) != 0 else {
      throw ImageFileError(image)
    }
    return Array(result.prefix(size))
  }

  /// libpng's words for grey and for red, green and blue, which are macros that Swift cannot see.
  private static func format(_ channels: Int) -> png_uint_32 { channels == 1 ? 0 : 2 }
}

extension ImageFileError {
  fileprivate init(_ image: png_image) {
    let message = withUnsafeBytes(of: image.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    self.init("libpng says: \(message.isEmpty ? "it cannot be written" : message)")
  }
}
