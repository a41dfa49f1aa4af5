/// The heads of JPEG files (ITU-T T.81, annex B).
enum JPEG {
  static func begins(_ bytes: ImageBytes) -> Bool {
    bytes.number(at: 0, width: 3) == 0xFF_D8FF
  }

  /// What stands before the first scan.
  ///
  /// - Throws: where there is no frame's header, or the frame is of a kind that is not read.
  static func header(of bytes: ImageBytes) throws(ImageFileError) -> ImageFile.Header {
    var orientation = ImageOrientation.upright
    var offset = 2
    while let marker = nextMarker(bytes, &offset) {
      // Marks that stand alone.
      if marker == 0x01 || 0xD0...0xD8 ~= marker { continue }
      guard marker != 0xD9, marker != 0xDA,
        let length = bytes.number(at: offset, width: 2), length >= 2
      else { break }
      if isFrame(marker) {
        return try frame(bytes.part(offset + 2, count: length - 2), orientation)
      }
      if marker == 0xE1, bytes.has("Exif\0\0", at: offset + 2) {
        orientation = ImageOrientation(exif: bytes.part(offset + 8, count: length - 8))
      }
      offset += length
    }
    throw ImageFileError("it is a JPEG without the header of an image, and so cut off or damaged")
  }

  /// The mark that follows, with `offset` behind it; nil where none does.
  private static func nextMarker(_ bytes: ImageBytes, _ offset: inout Int) -> UInt8? {
    guard bytes[offset] == 0xFF else { return nil }
    while bytes[offset] == 0xFF { offset += 1 }
    defer { offset += 1 }
    return bytes[offset]
  }

  private static func isFrame(_ marker: UInt8) -> Bool {
    0xC0...0xCF ~= marker && ![0xC4, 0xC8, 0xCC].contains(marker)
  }

  private static func frame(
    _ bytes: ImageBytes, _ orientation: ImageOrientation
  ) throws(ImageFileError) -> ImageFile.Header {
    guard let depth = bytes[0], let height = bytes.number(at: 1, width: 2),
      let width = bytes.number(at: 3, width: 2), let components = bytes[5]
    else { throw ImageFileError("it is a JPEG that ends in its header") }
    guard depth == 8 else {
      throw ImageFileError(
        "it is a JPEG of \(depth) bits per sample, and 8 are read; save it with 8 bits")
    }
    guard components == 1 || components == 3 else {
      throw ImageFileError(
        components == 4
          ? "it is a JPEG in CMYK; convert it to RGB"
          : "it is a JPEG of \(components) colour components, and 1 or 3 are read")
    }
    return ImageFile.Header(
      format: .jpeg, storedHeight: height, storedWidth: width, orientation: orientation,
      isAnimated: false)
  }
}
