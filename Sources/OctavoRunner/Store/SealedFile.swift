import Foundation
import OctavoBase

/// A file that begins with the hash of what follows, so that a damaged one is never believed.
enum SealedFile {
  /// Makes the file.
  static func create(_ content: Data, at url: URL) throws {
    try FileWriter.createFile(at: url) { write in
      try Data("\(ContentHash(of: content))\n".utf8).withUnsafeBytes { try write($0) }
      try content.withUnsafeBytes { try write($0) }
    }
  }

  /// What was written, or `nil` if nothing is there.
  /// - Throws: `StoreDamage` where what is there is not as it was written, be it a file or not.
  static func read(_ url: URL) throws -> Data? {
    guard FileStatus(ofEntry: url) != nil else { return nil }
    do {
      let file = try Data(ofOwnFile: url)
      let seal = file.prefix(sealLength)
      guard seal.count == sealLength, seal.last == UInt8(ascii: "\n") else {
        throw StoreDamage(url, "it is cut short")
      }
      let content = Data(file.dropFirst(sealLength))
      guard seal.dropLast().elementsEqual(ContentHash(of: content).description.utf8) else {
        throw StoreDamage(url, "its content has changed")
      }
      return content
    } catch let damage as StoreDamage {
      throw damage
    } catch {
      throw StoreDamage(url, "\(error)")
    }
  }

  /// A SHA-256 in hexadecimal, and a line end.
  private static let sealLength = 65
}

/// Something in the store is not as it was written. What it held has to be computed again.
struct StoreDamage: Error, CustomStringConvertible {
  let description: String

  init(_ url: URL, _ finding: String) {
    description = "\(url.relativePath) is damaged: \(finding)"
  }
}
