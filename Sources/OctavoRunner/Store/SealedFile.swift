import Foundation

/// A file that begins with the hash of what follows, so that a damaged one is never believed.
enum SealedFile {
  static func write(_ content: Data, to url: URL) throws {
    try FileWriter.replaceFile(at: url) { write in
      try Data("\(ContentHash(of: content))\n".utf8).withUnsafeBytes { try write($0) }
      try content.withUnsafeBytes { try write($0) }
    }
  }

  /// What was written, or `nil` if there is no such file.
  /// - Throws: `StoreDamage` where the file is not as it was written.
  static func read(_ url: URL) throws -> Data? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    guard let data = try? Data(contentsOf: url) else {
      throw StoreDamage(url, "it cannot be read")
    }
    guard let end = data.firstIndex(of: UInt8(ascii: "\n")) else {
      throw StoreDamage(url, "it is cut short")
    }
    let content = Data(data[(end + 1)...])
    guard data[..<end].elementsEqual(ContentHash(of: content).description.utf8) else {
      throw StoreDamage(url, "its content has changed")
    }
    return content
  }
}

/// Something in the store is not as it was written. What it held has to be computed again.
struct StoreDamage: Error, CustomStringConvertible {
  let description: String

  init(_ url: URL, _ finding: String) {
    description = "\(url.relativePath) is damaged: \(finding)"
  }
}
