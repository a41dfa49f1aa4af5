import Foundation

/// Images that lie beside a notebook, read so that the page can carry them.
package struct LocalImages: Sendable {
  private let folder: URL

  private static let largest = 8 << 20

  /// - Parameter path: The notebook's file.
  package init(besides path: String) {
    folder = URL(fileURLWithPath: path).deletingLastPathComponent()
  }

  /// `nil` for an address that is not relative, a file that cannot be read or is very large, and
  /// a file that is no image.
  package func image(at address: String) -> EmbeddedImage? {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    guard !path.isEmpty, !path.hasPrefix("/"), !path.contains(":"),
      let decoded = String(path).removingPercentEncoding
    else { return nil }
    let file = folder.appendingPathComponent(decoded)
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
    guard let size = attributes?[.size] as? NSNumber, size.intValue <= Self.largest,
      let data = try? Data(contentsOf: file), let type = EmbeddedImage.MediaType(of: data)
    else { return nil }
    return EmbeddedImage(type, bytes: [UInt8](data))
  }
}

extension EmbeddedImage.MediaType {
  /// By the first bytes, whatever the file is called.
  package init?(of data: Data) {
    let head = [UInt8](data.prefix(12))
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      self = .png
    } else if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if head.starts(with: Array("GIF8".utf8)) {
      self = .gif
    } else if head.starts(with: Array("RIFF".utf8)), head.suffix(4) == Array("WEBP".utf8)[...] {
      self = .webp
    } else if String(decoding: data.prefix(1024), as: UTF8.self).contains("<svg") {
      self = .svg
    } else {
      return nil
    }
  }
}
