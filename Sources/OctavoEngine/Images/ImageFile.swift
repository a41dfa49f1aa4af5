import CImages
import Foundation

/// Raster images in files, PNG or JPEG, told apart by their first bytes.
public enum ImageFile {
  /// An image's sides may be no longer: what is larger is no training image, and a damaged header
  /// must not ask for all memory.
  public static let longestSide = 4096

  public enum Format: String, Sendable {
    case png = "PNG"
    case jpeg = "JPEG"
  }

  /// What the head of a file says.
  public struct Header: Hashable, Sendable {
    public let format: Format
    /// Rows and columns as they are stored.
    let storedHeight, storedWidth: Int
    /// How the stored image is to be turned.
    let orientation: ImageOrientation
    /// Whether more images follow the first, which alone is read.
    public let isAnimated: Bool

    /// Rows of the image as it is shown.
    public var height: Int { orientation.swapsSides ? storedWidth : storedHeight }
    /// Columns of the image as it is shown.
    public var width: Int { orientation.swapsSides ? storedHeight : storedWidth }
  }

  /// - Throws: where the bytes are no PNG or JPEG, cannot be read by Octavo, or are larger than
  ///   `longestSide`.
  public static func header(of bytes: UnsafeRawBufferPointer) throws(ImageFileError) -> Header {
    let bytes = ImageBytes(bytes)
    let header: Header =
      if PNG.begins(bytes) {
        try PNG.header(of: bytes)
      } else if JPEG.begins(bytes) {
        try JPEG.header(of: bytes)
      } else {
        throw ImageFileError(Self.explanation(of: bytes))
      }
    guard header.height > 0, header.width > 0 else {
      throw ImageFileError("its header says that it is \(header.width) × \(header.height)")
    }
    guard max(header.height, header.width) <= longestSide else {
      throw ImageFileError(
        "it is \(header.width) × \(header.height) pixels, and at most \(longestSide) × "
          + "\(longestSide) are read")
    }
    return header
  }

  /// The same of an array.
  public static func header(of bytes: [UInt8]) throws(ImageFileError) -> Header {
    try bytes.viewed { view throws(ImageFileError) in try header(of: view) }
  }

  /// An image of eight bits a channel, turned as its EXIF orientation says.
  public struct Decoded: Sendable {
    public let height, width: Int
    /// Row by row, a pixel's channels together.
    public let bytes: [UInt8]
    /// Whether some pixels are not opaque, and so show the background.
    public let isTransparent: Bool
    /// Whether more images follow, which are not read.
    public let isAnimated: Bool
    /// What the library warns of, where it does.
    public let warning: String?
  }

  /// - Parameters:
  ///   - channels: 1 for luma (ITU-R BT.601), 3 for red, green and blue. Samples of other depths are
  ///     scaled; color profiles and gamma are not applied.
  ///   - background: what transparent pixels are laid on, blended in the samples' own coding.
  /// - Throws: where `header(of:)` throws, or the file is damaged.
  public static func decode(
    _ bytes: UnsafeRawBufferPointer, channels: Int, background: RGBColor = .white
  ) throws(ImageFileError) -> Decoded {
    precondition(channels == 1 || channels == 3)
    let header = try header(of: bytes)
    let (height, width) = (header.storedHeight, header.storedWidth)
    var note = octavo_image_note()
    var samples = [UInt8](repeating: 0, count: height * width * 4)
    let decoder = header.format == .png ? octavo_png_decode : octavo_jpeg_decode
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    let isDecoded = decoder(start, bytes.count, height, width, &samples, &note)
    let text = withUnsafeBytes(of: note.text) { text in
      String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
    let library = header.format == .png ? "libpng" : "libjpeg"
    guard isDecoded else { throw ImageFileError("\(library) says: \(text)") }
    var result = [UInt8](repeating: 0, count: height * width * channels)
    let isTransparent = octavo_flatten(
      height * width, channels, samples, background.components, &result)
    return Decoded(
      height: header.height, width: header.width,
      bytes: header.orientation.turned(result, height: height, width: width, channels: channels),
      isTransparent: isTransparent, isAnimated: header.isAnimated,
      warning: text.isEmpty ? nil : "\(library) says: \(text)")
  }

  /// The same of an array.
  public static func decode(
    _ bytes: [UInt8], channels: Int, background: RGBColor = .white
  ) throws(ImageFileError) -> Decoded {
    try bytes.viewed { view throws(ImageFileError) in
      try decode(view, channels: channels, background: background)
    }
  }

  /// What a file that is neither PNG nor JPEG seems to be.
  private static func explanation(of bytes: ImageBytes) -> String {
    let marks: [(offset: Int, mark: String, name: String)] = [
      (0, "GIF8", "a GIF"), (8, "WEBP", "a WebP image"), (0, "BM", "a BMP image"),
      (0, "II*\0", "a TIFF image"), (0, "MM\0*", "a TIFF image"),
      (4, "ftyp", "a HEIF or AVIF image"),
      (0, "version https://git-lfs", "a pointer of Git LFS; run `git lfs pull`"),
    ]
    if bytes.count == 0 { return "it is empty" }
    guard let mark = marks.first(where: { bytes.has($0.mark, at: $0.offset) }) else {
      return "it is neither a PNG nor a JPEG"
    }
    return "it is \(mark.name), and PNG and JPEG are read"
  }
}

/// Why bytes are no image that can be read.
public struct ImageFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension [UInt8] {
  /// The bytes as they lie in memory, with the error's type kept.
  fileprivate func viewed<Result>(
    _ body: (UnsafeRawBufferPointer) throws(ImageFileError) -> Result
  ) throws(ImageFileError) -> Result {
    let outcome: Swift.Result<Result, ImageFileError> = withUnsafeBytes { view in
      do throws(ImageFileError) { return .success(try body(view)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
